package io.zmqspring.core.soak;

import io.zmqspring.core.chaos.BodyReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Looks at the numbers of the streams that come to one socket. One thread, beside readers of the counters. */
final class Arrivals implements BodyReader.Listener {

    private static final int MAX_STREAMS = 256;
    private static final int MAX_MISSING = 10_000;
    private static final long EARLIEST_NS = 15_000_000_000L;

    private static final class Stream {

        private final TreeSet<Long> missing = new TreeSet<>();
        private long last = -1;
        private long lastSentNs;
    }

    private final Lane lane;
    private final Sink sink;
    private final boolean fromZero;
    private final Map<Integer, Stream> streams = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Stream> eldest) {
            return size() > MAX_STREAMS;
        }
    };
    private volatile long received;

    /**
     * Creates them without any.
     *
     * @param fromZero whether numbers before the first that comes are missing
     */
    Arrivals(Lane lane, Sink sink, boolean fromZero) {
        this.lane = lane;
        this.sink = sink;
        this.fromZero = fromZero;
    }

    @Override
    public void onMessage(int stream, long number, long sentNs) {
        received++;
        if (lane.isSharedOut()) {
            sink.seen(lane, stream, number);
            sink.taken(lane, stream, number);
            return;
        }
        Stream known = streams.get(stream);
        if (known == null) {
            known = new Stream();
            streams.put(stream, known);
            sink.first(lane, stream, number);
            known.last = fromZero ? -1 : number - 1;
            known.lastSentNs = sentNs - EARLIEST_NS;
        }
        sink.seen(lane, stream, number);
        if (number > known.last) {
            if (number > known.last + 1) {
                sink.gap(lane, stream, known.last, number, known.lastSentNs);
                for (long each = Math.max(known.last + 1, number - MAX_MISSING); each < number; each++) {
                    known.missing.add(each);
                }
                while (known.missing.size() > MAX_MISSING) {
                    known.missing.pollFirst();
                }
            }
            known.last = number;
            known.lastSentNs = sentNs;
        } else if (known.missing.remove(number)) {
            sink.late(lane, stream, number);
        } else {
            sink.repeated(lane, stream, number);
        }
    }

    @Override
    public void onForeign() {
        sink.wrong(lane, "a message that nobody should have sent here");
    }

    @Override
    public void onCorrupt(String what) {
        sink.wrong(lane, what);
    }

    /** {@return how many messages have come} */
    long received() {
        return received;
    }
}
