package io.zmqspring.sample.page;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ZmqMessageInterceptor;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Sees every message that a listener gets, and remembers the latest of each listener: at most four in a second, so that
 * a flood costs little. Any thread may call any method.
 */
@Component
class MessageLog implements ZmqMessageInterceptor {

    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_IN_SECOND = 4;
    private static final int CAPACITY = 5;
    private static final int MAX_CHARACTERS = 140;

    private final Map<String, Latest> byListener = new HashMap<>();
    private long number;

    /**
     * A message.
     *
     * @param number counts those remembered
     * @param at when it was received, in milliseconds since 1970
     * @param listener the id of its listener
     * @param text its last frame, the payload
     */
    record Line(long number, long at, String listener, String text) {}

    @Override
    public synchronized ZmqMessage intercept(ZmqMessage message, ZmqMessageListenerContainer container) {
        String listener = container.getListenerId();
        Latest latest = byListener.computeIfAbsent(listener, id -> new Latest());
        if (latest.isDue(System.nanoTime())) {
            latest.add(new Line(++number, System.currentTimeMillis(), listener, textOf(message)));
        }
        return message;
    }

    private static String textOf(ZmqMessage message) {
        byte[] payload = message.frame(message.frameCount() - 1);
        String text = new String(payload, 0, Math.min(payload.length, 4 * MAX_CHARACTERS), StandardCharsets.UTF_8);
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
    }

    /** {@return at most five messages of each listener, oldest first} */
    synchronized List<Line> latest() {
        return byListener.values().stream()
                .flatMap(latest -> latest.lines.stream())
                .sorted(Comparator.comparingLong(Line::number))
                .toList();
    }

    private static final class Latest {

        private final Deque<Line> lines = new ArrayDeque<>(CAPACITY);
        private long secondBeganAtNs = System.nanoTime();
        private int inSecond;

        boolean isDue(long nowNs) {
            if (nowNs - secondBeganAtNs >= SECOND_NS) {
                secondBeganAtNs = nowNs;
                inSecond = 0;
            }
            return inSecond++ < MAX_IN_SECOND;
        }

        void add(Line line) {
            if (lines.size() == CAPACITY) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }
}
