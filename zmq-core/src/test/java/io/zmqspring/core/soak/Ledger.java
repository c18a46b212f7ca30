package io.zmqspring.core.soak;

import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.chaos.Stalls;
import io.zmqspring.core.chaos.Verdicts;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.SocketCounters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that ends of lanes found out, and whether there is a reason for it. A reason may be known later than what
 * it explains, so the look for it comes some seconds after. Any thread.
 */
final class Ledger {

    /** A lane that no fault concerns moves within this time after the last one. */
    static final long RECOVERY_NS = 15_000_000_000L;

    private static final long PATIENCE_NS = 6_000_000_000L;
    private static final long KEPT_NS = 400_000_000_000L;
    private static final long CLOCK_SLACK_NS = 200_000_000L;

    /** A process notices later than its peer that a connection has gone, by as long as it was stopped. */
    private static final long STOPPED_NS = 10_000_000_000L;

    private record Watched(Lane lane, Supplier<SocketCounters> counters) {}

    /** A connection of a lane was lost, or a message dropped; of which peer, if that is known. */
    private record Incident(Lane lane, @Nullable Kind peer, long ns) {}

    private record Look(long dueNs, Runnable check) {}

    private record Way(Lane lane, Kind peer, boolean towardsUs) {}

    private final long seed;
    private final Verdicts verdicts;
    private final FaultLog faults;
    private final Stalls stalls;
    private final Map<Lane, LaneFigures> figures = new EnumMap<>(Lane.class);
    private final Map<String, Kind> endpoints = new ConcurrentHashMap<>();
    private final Map<Integer, Kind> owners = new ConcurrentHashMap<>();
    private final List<Watched> watched = new ArrayList<>();
    private final Map<Watched, Long> dropped = new HashMap<>();
    private final Deque<Incident> incidents = new ArrayDeque<>();
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Map<Way, Long> moved = new ConcurrentHashMap<>();
    private final Map<Way, Long> highest = new ConcurrentHashMap<>();
    private final Map<Integer, BitSet> taken = new HashMap<>();
    private final ConcurrentLinkedQueue<Incident> lostConnections = new ConcurrentLinkedQueue<>();

    private volatile boolean ending;

    Ledger(long seed, Verdicts verdicts, FaultLog faults, Stalls stalls) {
        this.seed = seed;
        this.verdicts = verdicts;
        this.faults = faults;
        this.stalls = stalls;
        for (Lane lane : Lane.values()) {
            figures.put(lane, new LaneFigures());
        }
    }

    LaneFigures figures(Lane lane) {
        return Objects.requireNonNull(figures.get(lane));
    }

    /** Says whose streams those of an owner are. */
    void owner(int owner, Kind peer) {
        owners.put(owner, peer);
    }

    /** Says that one peer only meets us at an endpoint of ours. */
    void endpoint(String endpoint, Kind peer) {
        endpoints.put(endpoint, peer);
    }

    void violated(String kind, String text) {
        verdicts.violated(kind, "seed " + seed + ", " + faults.last() + ": " + text);
    }

    /**
     * Records the connections that a socket of ours loses, and what it drops.
     *
     * @param peer its only one, or {@code null}
     */
    void watch(Lane lane, @Nullable Kind peer, ZmqConnectable socket, Supplier<SocketCounters> counters) {
        socket.addMonitorListener(event -> {
            if (event instanceof MonitorEvent.Disconnected gone) {
                disconnected(lane, peer == null ? endpoints.get(gone.endpoint()) : peer, gone);
            } else if (event instanceof MonitorEvent.ProtocolViolated broken) {
                violated("protocol", lane + ": " + broken);
            }
        });
        synchronized (this) {
            watched.add(new Watched(lane, counters));
        }
    }

    /** From now on peers end, so that connections are lost and requests stay without a reply. */
    void end() {
        ending = true;
    }

    private void disconnected(Lane lane, @Nullable Kind peer, MonitorEvent.Disconnected event) {
        if (ending) {
            return;
        }
        long now = System.nanoTime();
        figures(lane).lostConnections.increment();
        lostConnections.add(new Incident(lane, peer, now));
        later(() -> {
            if (!faults.explains(lane, peer, now, now)) {
                violated("connection lost without a fault", lane + " " + peer + ": " + event);
            }
        });
    }

    private synchronized void later(Runnable check) {
        looks.add(new Look(System.nanoTime() + PATIENCE_NS, check));
    }

    /** Makes the looks that are due, or all, and notes what was dropped since the last time. */
    void look(boolean all) {
        List<Look> due = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (this) {
            for (Incident lost = lostConnections.poll(); lost != null; lost = lostConnections.poll()) {
                incidents.add(lost);
            }
            for (Watched each : watched) {
                long count = each.counters.get().dropped();
                long before = dropped.getOrDefault(each, 0L);
                if (count > before) {
                    dropped.put(each, count);
                    figures(each.lane).dropped.add(count - before);
                    if (each.lane.mayDrop()) {
                        incidents.add(new Incident(each.lane, null, now));
                    }
                }
            }
            while (!incidents.isEmpty() && now - incidents.getFirst().ns > KEPT_NS) {
                incidents.removeFirst();
            }
            while (!looks.isEmpty() && (all || looks.getFirst().dueNs - now <= 0)) {
                due.add(looks.removeFirst());
            }
        }
        due.forEach(each -> each.check.run());
    }

    private synchronized boolean happened(
            Lane lane, @Nullable Kind receiver, @Nullable Kind sender, long fromNs, long toNs) {
        for (Incident each : incidents) {
            boolean here = each.lane == lane && (each.peer == null || each.peer == receiver || each.peer == sender);
            boolean before =
                    lane == Lane.PROXY_OUT && each.lane == Lane.PROXY_IN && (each.peer == null || each.peer == sender);
            if ((here || before) && each.ns - fromNs >= 0 && each.ns - toNs <= 0) {
                return true;
            }
        }
        return false;
    }

    /** Looks for lanes that stand still although nothing hinders them. */
    void checkProgress() {
        long now = System.nanoTime();
        for (Map.Entry<Way, Long> entry : moved.entrySet()) {
            Way way = entry.getKey();
            if (way.lane.waitsForOnePeer()) {
                continue;
            }
            long since = entry.getValue();
            long fault = faults.lastEndNs(way.lane, way.lane.isSharedOut() ? null : way.peer);
            long from = fault - since > 0 ? fault : since;
            if (now - from - stalls.between(from, now) > RECOVERY_NS && moved.replace(way, since, now)) {
                violated("no progress", way + " stands still for " + (now - since) / 1_000_000 + " ms");
            }
        }
    }

    /** {@return ways that never were used} */
    List<String> unused() {
        List<String> unused = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            for (Kind peer : Kind.values()) {
                boolean used = moved.keySet().stream().anyMatch(way -> way.lane == lane && way.peer == peer);
                if (peer.takesPartIn(lane) && owners.containsValue(peer) && !used && lane != Lane.PROXY_IN) {
                    unused.add(lane + " " + peer);
                }
            }
        }
        return unused;
    }

    /** Notes what a process counted since its last report. */
    void counted(Lane lane, long sent, long received) {
        figures(lane).sent.add(sent);
        figures(lane).received.add(received);
    }

    /**
     * Creates the sink of an end.
     *
     * @param peer whose end it is, or the only peer of an end of ours, or {@code null} for one of ours with many
     * @param ours whether it is one of ours
     */
    Sink sink(@Nullable Kind peer, boolean ours) {
        return new Side(peer, ours);
    }

    private final class Side implements Sink {

        private final @Nullable Kind peer;
        private final boolean ours;

        private Side(@Nullable Kind peer, boolean ours) {
            this.peer = peer;
            this.ours = ours;
        }

        private @Nullable Way way(Lane lane, int stream) {
            Kind from = peer != null ? peer : owners.get(Lane.owner(stream));
            return from == null ? null : new Way(lane, from, ours);
        }

        @Override
        public void seen(Lane lane, int stream, long number) {
            Way way = way(lane, stream);
            if (way != null) {
                moved.put(way, System.nanoTime());
                if (!ours && !lane.isShared()) {
                    highest.merge(way, number, Math::max);
                }
            }
        }

        @Override
        public void first(Lane lane, int stream, long number) {
            Way way = way(lane, stream);
            Long before = way == null ? null : highest.get(way);
            if (!ours && !lane.isShared() && before != null && number <= before) {
                violated(
                        "repeated",
                        lane + " " + peer + ": the last process had number " + before + ", its successor gets "
                                + number);
            }
        }

        @Override
        public void gap(Lane lane, int stream, long last, long number, long lastSentNs) {
            long now = System.nanoTime();
            figures(lane).missing.add(number - last - 1);
            later(() -> {
                Kind sender = owners.get(Lane.owner(stream));
                long slackNs = sender == null ? CLOCK_SLACK_NS : STOPPED_NS;
                boolean explained = happened(lane, peer, sender, lastSentNs - slackNs, now + PATIENCE_NS);
                if (!explained) {
                    violated(
                            "lost",
                            lane + " " + peer + ": " + (number - last - 1) + " messages of stream " + stream
                                    + " between " + last + " and " + number + ", and no connection was lost");
                }
            });
        }

        @Override
        public void late(Lane lane, int stream, long number) {
            figures(lane).missing.decrement();
            figures(lane).late.increment();
        }

        @Override
        public void repeated(Lane lane, int stream, long number) {
            violated("repeated", lane + " " + peer + ": number " + number + " of stream " + stream + " came again");
        }

        @Override
        public void taken(Lane lane, int stream, long number) {
            boolean again;
            synchronized (taken) {
                BitSet numbers = taken.computeIfAbsent(stream, key -> new BitSet());
                again = numbers.get((int) number);
                numbers.set((int) number);
            }
            if (again) {
                repeated(lane, stream, number);
            }
        }

        @Override
        public void wrong(Lane lane, String what) {
            violated("wrong", lane + " " + peer + ": " + what);
        }

        @Override
        public void timedOut(Lane lane, long sentNs) {
            if (ending) {
                return;
            }
            long now = System.nanoTime();
            figures(lane).unanswered.increment();
            later(() -> {
                if (!faults.explains(lane, lane.isShared() && lane.weBind() ? peer : null, sentNs, now)) {
                    violated(
                            "no reply",
                            lane + " " + peer + ": to a request sent " + (now - sentNs) / 1_000_000 + " ms ago");
                }
            });
        }
    }
}
