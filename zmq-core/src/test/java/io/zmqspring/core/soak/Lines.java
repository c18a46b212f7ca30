package io.zmqspring.core.soak;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;

/** A sink that writes each finding as a line; {@link PeerProcess} reads them, and those of {@code peer.py}. */
final class Lines implements Sink {

    private final PrintStream out;
    private final Map<Lane, Long> last = new EnumMap<>(Lane.class);
    private final Map<Lane, StringBuilder> taken = new EnumMap<>(Lane.class);

    Lines(PrintStream out) {
        this.out = out;
    }

    /** Writes a line. */
    void say(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    /** Writes what an end has counted so far. */
    void count(End end) {
        long highest;
        String numbers;
        synchronized (this) {
            highest = last.getOrDefault(end.lane(), -1L);
            StringBuilder text = taken.remove(end.lane());
            numbers = text == null ? "" : text.toString();
        }
        if (!numbers.isEmpty()) {
            say("taken", end.lane() + numbers);
        }
        say("count", end.lane(), end.sent(), end.received(), highest);
    }

    @Override
    public synchronized void seen(Lane lane, int stream, long number) {
        last.merge(lane, number, Math::max);
    }

    @Override
    public void first(Lane lane, int stream, long number) {
        say("first", lane, stream, number);
    }

    @Override
    public void gap(Lane lane, int stream, long before, long number, long lastSentNs) {
        say("gap", lane, stream, before, number, lastSentNs);
    }

    @Override
    public void late(Lane lane, int stream, long number) {
        say("late", lane, stream, number);
    }

    @Override
    public void repeated(Lane lane, int stream, long number) {
        say("repeated", lane, stream, number);
    }

    @Override
    public synchronized void taken(Lane lane, int stream, long number) {
        taken.computeIfAbsent(lane, key -> new StringBuilder())
                .append(' ')
                .append(stream)
                .append(':')
                .append(number);
    }

    @Override
    public void wrong(Lane lane, String what) {
        say("wrong", lane, what);
    }

    @Override
    public void timedOut(Lane lane, long sentNs) {
        say("timed-out", lane, sentNs);
    }
}
