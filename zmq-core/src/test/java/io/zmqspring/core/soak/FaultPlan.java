package io.zmqspring.core.soak;

import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.chaos.Dice;
import io.zmqspring.core.support.CuttingRelay;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Injects one fault after the other, all drawn from the seed; several may be at work at a time, on different peers. One
 * thread calls, another ends what has a duration.
 */
final class FaultPlan {

    private static final int ALL_LANES_PERCENT = 20;

    /** Each as often as it stands here. */
    private static final List<FaultKind> DRAWN = List.of(
            FaultKind.KILL,
            FaultKind.STOP,
            FaultKind.STOP,
            FaultKind.RESET,
            FaultKind.RESET,
            FaultKind.RESET,
            FaultKind.HALF_CLOSE,
            FaultKind.HALF_CLOSE,
            FaultKind.BLACK_HOLE,
            FaultKind.BLACK_HOLE,
            FaultKind.CLOSE,
            FaultKind.CLOSE,
            FaultKind.CLOSE);

    /** What may fail while a fault is injected or ended. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private final Dice dice;
    private final FaultLog log;
    private final Ledger ledger;
    private final Doors doors;
    private final InprocPeer inproc;
    private final Map<Kind, PeerProcess> processes = new EnumMap<>(Kind.class);
    private final Set<Kind> busy = EnumSet.noneOf(Kind.class);
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "soak-faults-end");
        thread.setDaemon(true);
        return thread;
    });
    private int episode;

    FaultPlan(Dice dice, FaultLog log, Ledger ledger, Doors doors, InprocPeer inproc, Iterable<PeerProcess> processes) {
        this.dice = dice;
        this.log = log;
        this.ledger = ledger;
        this.doors = doors;
        this.inproc = inproc;
        processes.forEach(each -> this.processes.put(each.kind(), each));
    }

    /** One fault, after a pause. */
    void one() {
        BoundedCalls.pause(dice.between(300, 5_000));
        episode++;
        FaultKind kind = dice.of(DRAWN);
        Kind peer = victim(kind);
        Lane lane = dice.of(Lane.values());
        boolean all = dice.between(1, 100) <= ALL_LANES_PERCENT;
        int duration = dice.between(0, 1_000);
        boolean towardsPeer = dice.chance(0.5);
        synchronized (this) {
            if (!processes.containsKey(peer) && peer.isProcess() || busy.contains(peer)) {
                return;
            }
        }
        switch (kind) {
            case KILL -> kill(peer, duration * 4);
            case STOP -> stop(peer, 100 + duration * 8);
            case RESET -> cut(kind, peer, all ? null : lane, CuttingRelay.Route::reset);
            case HALF_CLOSE -> cut(kind, peer, all ? null : lane, route -> route.endOutput(towardsPeer));
            case BLACK_HOLE -> blackHole(peer, all ? null : lane, 500 + duration * 5);
            case CLOSE -> close(lane, duration * 2);
        }
    }

    private Kind victim(FaultKind kind) {
        List<Kind> kinds = List.of(Kind.values()).stream()
                .filter(each -> kind == FaultKind.CLOSE
                        ? !each.isProcess()
                        : kind == FaultKind.KILL || kind == FaultKind.STOP ? each.isProcess() : each.isRelayed())
                .toList();
        return dice.of(kinds);
    }

    private void kill(Kind peer, int restartMs) {
        PeerProcess process = process(peer);
        FaultLog.Entry entry = begin(FaultKind.KILL, peer, null, true);
        guarded(process::kill);
        end(entry, peer, restartMs, process::start);
    }

    private void stop(Kind peer, int ms) {
        PeerProcess process = process(peer);
        FaultLog.Entry entry = begin(FaultKind.STOP, peer, null, true);
        guarded(() -> process.signal("STOP"));
        end(entry, peer, ms, () -> process.signal("CONT"));
    }

    private void cut(FaultKind kind, Kind peer, @Nullable Lane lane, Consumer<CuttingRelay.Route> how) {
        FaultLog.Entry entry = begin(kind, peer, lane, false);
        routes(peer, lane).forEach(how);
        log.end(entry);
    }

    private void blackHole(Kind peer, @Nullable Lane lane, int ms) {
        FaultLog.Entry entry = begin(FaultKind.BLACK_HOLE, peer, lane, true);
        List<CuttingRelay.Route> routes = routes(peer, lane);
        routes.forEach(CuttingRelay.Route::hold);
        end(
                entry,
                peer,
                ms,
                () -> routes.forEach(route -> {
                    route.reset();
                    route.release();
                }));
    }

    private void close(Lane lane, int ms) {
        FaultLog.Entry entry = begin(FaultKind.CLOSE, Kind.INPROC, lane, true);
        guarded(() -> inproc.close(lane));
        end(entry, Kind.INPROC, ms, () -> inproc.open(lane));
    }

    private PeerProcess process(Kind peer) {
        PeerProcess process = processes.get(peer);
        if (process == null) {
            throw new IllegalArgumentException("no process: " + peer);
        }
        return process;
    }

    private List<CuttingRelay.Route> routes(Kind peer, @Nullable Lane lane) {
        return List.of(Lane.values()).stream()
                .filter(each -> (lane == null || each == lane) && peer.takesPartIn(each))
                .map(each -> doors.route(each, peer))
                .toList();
    }

    private FaultLog.Entry begin(FaultKind kind, Kind peer, @Nullable Lane lane, boolean lasts) {
        FaultLog.Entry entry = log.begin(episode, kind, peer, lane);
        if (lasts) {
            synchronized (this) {
                busy.add(peer);
            }
        }
        return entry;
    }

    private void end(FaultLog.Entry entry, Kind peer, int afterMs, Action action) {
        later.schedule(
                () -> {
                    guarded(action);
                    log.end(entry);
                    synchronized (this) {
                        busy.remove(peer);
                    }
                },
                afterMs,
                TimeUnit.MILLISECONDS);
    }

    private void guarded(Action action) {
        try {
            action.run();
        } catch (IOException | RuntimeException e) {
            ledger.violated("unexpected exception", "injecting a fault: " + e);
        }
    }

    /** Waits until every fault has ended. */
    void finish() throws InterruptedException {
        later.shutdown();
        if (!later.awaitTermination(5, TimeUnit.MINUTES)) {
            ledger.violated("process", "a fault does not end");
        }
    }

    int episodes() {
        return episode;
    }
}
