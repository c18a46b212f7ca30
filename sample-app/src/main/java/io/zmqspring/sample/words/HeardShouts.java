package io.zmqspring.sample.words;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Remembers the latest shouts. Any thread may call any method. */
@Component
@Profile("!worker")
class HeardShouts {

    private static final int CAPACITY = 100;

    private final Deque<String> shouts = new ArrayDeque<>();

    synchronized void add(String shout) {
        if (shouts.size() == CAPACITY) {
            shouts.removeFirst();
        }
        shouts.addLast(shout);
    }

    /** {@return at most 100 shouts, oldest first} */
    synchronized List<String> latest() {
        return List.copyOf(shouts);
    }
}
