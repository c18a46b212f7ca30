package io.zmqspring.core.soak;

import io.zmqspring.core.chaos.Stalls;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which faults were injected when, so that what they explain is not blamed on the engine. Any thread. */
final class FaultLog {

    /** How long after its end a fault explains that connections are lost and that replies are missing. */
    static final long GRACE_NS = 5_000_000_000L;

    /** What ends by itself is noticed by its connections first. */
    private static final long NOTICED_LATE_NS = 3_000_000_000L;

    private static final long KEPT_NS = 400_000_000_000L;
    private static final long NOTABLE_STALL_NS = 500_000_000L;

    /** One episode. */
    static final class Entry {

        private final int episode;
        private final FaultKind kind;
        private final Kind peer;
        private final @Nullable Lane lane;
        private final long startNs;
        private long endNs = Long.MAX_VALUE;

        private Entry(int episode, FaultKind kind, Kind peer, @Nullable Lane lane) {
            this.episode = episode;
            this.kind = kind;
            this.peer = peer;
            this.lane = lane;
            this.startNs = System.nanoTime() - (kind == FaultKind.ABORT ? NOTICED_LATE_NS : 0);
        }

        private boolean concerns(Lane other, @Nullable Kind kindOfPeer) {
            boolean proxied = other == Lane.PROXY_OUT && lane == Lane.PROXY_IN;
            return (lane == null || lane == other || proxied) && (kindOfPeer == null || kindOfPeer == peer);
        }

        private boolean isOver() {
            return endNs != Long.MAX_VALUE;
        }

        @Override
        public String toString() {
            return "episode " + episode + " (" + kind + ' ' + peer + (lane == null ? "" : " " + lane)
                    + (isOver() ? ", ended" : "") + ')';
        }
    }

    private final Stalls stalls;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);

    FaultLog(Stalls stalls) {
        this.stalls = stalls;
    }

    /** A process has ended by itself; it is as if a fault had been injected. */
    synchronized Entry aborted(Kind peer) {
        return begin(entries.isEmpty() ? 0 : entries.getLast().episode, FaultKind.ABORT, peer, null);
    }

    synchronized Entry begin(int episode, FaultKind kind, Kind peer, @Nullable Lane lane) {
        Entry entry = new Entry(episode, kind, peer, lane);
        entries.add(entry);
        counts.merge(kind, 1L, Long::sum);
        while (entries.getFirst().isOver() && System.nanoTime() - entries.getFirst().endNs > KEPT_NS) {
            entries.removeFirst();
        }
        return entry;
    }

    synchronized void end(Entry entry) {
        entry.endNs = System.nanoTime();
    }

    synchronized long count(FaultKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /**
     * Looks for a reason.
     *
     * @param peer of the connection, or {@code null} when it may be any
     * @param fromNs the earliest instant at which the reason may have been at work
     * @param toNs the latest
     * @return whether there was a fault, or the machine stood still
     */
    synchronized boolean explains(Lane lane, @Nullable Kind peer, long fromNs, long toNs) {
        if (stalls.between(fromNs - GRACE_NS, toNs) > NOTABLE_STALL_NS) {
            return true;
        }
        for (Entry each : entries) {
            boolean before = each.isOver() && each.endNs + GRACE_NS - fromNs < 0;
            if (each.concerns(lane, peer) && !before && each.startNs - toNs <= 0) {
                return true;
            }
        }
        return false;
    }

    /** {@return when the last fault ended that concerns a lane and a peer, or now while one is at work} */
    synchronized long lastEndNs(Lane lane, @Nullable Kind peer) {
        long now = System.nanoTime();
        long last = now - KEPT_NS;
        for (Entry each : entries) {
            if (each.concerns(lane, peer)) {
                long end = each.isOver() ? each.endNs : now;
                last = end - last > 0 ? end : last;
            }
        }
        return last;
    }

    /** {@return the last episodes, to be named with a violation} */
    synchronized String last() {
        StringBuilder text = new StringBuilder();
        int skip = Math.max(0, entries.size() - 4);
        for (Entry each : entries) {
            if (skip-- <= 0) {
                text.append(text.isEmpty() ? "" : ", ").append(each);
            }
        }
        return text.isEmpty() ? "before the first episode" : text.toString();
    }
}
