package io.zmqspring.sample.bus;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.sample.Latencies;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** Hears everything on the bus and remembers the latest. Any thread may call any method. */
@Component
@Profile("!worker")
class NoteListener {

    private static final int CAPACITY = 100;

    private final Deque<String> heard = new ArrayDeque<>();
    private final Latencies latencies;

    NoteListener(Latencies latencies) {
        this.latencies = latencies;
    }

    @ZmqListener(id = "notes-listener", socket = "notes-in")
    synchronized void onNote(Note note, @Header(ZmqHeaders.TOPIC) String topic) {
        if (heard.size() == CAPACITY) {
            heard.removeFirst();
        }
        heard.addLast(topic + ": " + note.text() + " (" + note.from() + ")");
        latencies.record("bus", note.sentAt());
    }

    /** {@return at most 100 notes, oldest first} */
    synchronized List<String> latest() {
        return List.copyOf(heard);
    }
}
