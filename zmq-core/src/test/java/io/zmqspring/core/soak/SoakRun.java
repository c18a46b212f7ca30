package io.zmqspring.core.soak;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.chaos.Dice;
import io.zmqspring.core.chaos.EngineLog;
import io.zmqspring.core.chaos.Resources;
import io.zmqspring.core.chaos.Stalls;
import io.zmqspring.core.chaos.Verdicts;
import io.zmqspring.core.support.CuttingRelay;
import io.zmqspring.core.support.ProcessResources;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The run itself. */
final class SoakRun {

    private static final long MAX_SAMPLE_PERIOD_MS = 15_000;
    private static final long LOOK_MS = 500;
    private static final long CALM_MS = 25_000;
    private static final long DRAIN_MS = 3_000;
    private static final long RETURN_MS = 20_000;
    private static final long DIRECT_SLACK = 4 << 20;
    private static final int DESCRIPTOR_SLACK = 5;

    private final SoakOptions options;
    private final Verdicts verdicts = new Verdicts("soak", this::giveUp);
    private final Stalls stalls = new Stalls();
    private final BoundedCalls calls = new BoundedCalls(verdicts, stalls);
    private final FaultLog faults = new FaultLog(stalls);
    private final Ledger ledger;
    private final Resources resources = new Resources();
    private final List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    private final List<End> ends = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final SoakReport report;

    SoakRun(SoakOptions options) throws InterruptedException {
        this.options = options;
        this.ledger = new Ledger(options.seed(), verdicts, faults, stalls);
        if (!hasLibzmq()) {
            System.out.println("soak: no pyzmq for " + options.python() + ", so no peers with libzmq");
            kinds.removeIf(Kind::isLibzmq);
        }
        this.report = new SoakReport(options, verdicts, ledger, faults, resources, calls, stalls, kinds);
    }

    private boolean hasLibzmq() throws InterruptedException {
        try {
            return new ProcessBuilder(options.python(), "-c", "import zmq")
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /** {@return the exit code: 0 when nothing was wrong} */
    int run() throws Exception {
        EngineLog.watch(verdicts);
        stalls.start();
        calls.start();
        Path home = Files.createTempDirectory("zmq-soak");
        long startNs = System.nanoTime();
        Resources.Sample before = Resources.Sample.take();
        try (CuttingRelay relay = new CuttingRelay()) {
            soak(home, new Doors(home, ledger, relay));
        }
        awaitReturned(before);
        resources.check(verdicts);
        long cpuNs = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
        report.ends(before, Resources.Sample.take(), (double) cpuNs / (System.nanoTime() - startNs));
        delete(home);
        write();
        return verdicts.isClean() ? 0 : 1;
    }

    private void soak(Path home, Doors doors) throws Exception {
        try (ZmqContext context = ZmqContext.create()) {
            Ends maker = new Ends(context, calls, new Dice(options.seed(), "ours"));
            ZmqSocket front = context.socket(Lane.PROXY_IN.ours(), Ends.options(Lane.PROXY_IN.ours()));
            ZmqSocket back = context.socket(Lane.PROXY_OUT.ours(), Ends.options(Lane.PROXY_OUT.ours()));
            InprocPeer inproc =
                    new InprocPeer(new Ends(context, calls, new Dice(options.seed(), "inproc")), doors, ledger);
            try (ZmqProxy proxy = ZmqProxy.builder(front, back).start()) {
                openProxy(doors, Lane.PROXY_IN, front);
                openProxy(doors, Lane.PROXY_OUT, back);
                openOurs(maker, doors);
                List<PeerProcess> processes = processes(doors);
                peers.addAll(processes);
                peers.add(inproc);
                for (Peer peer : peers) {
                    peer.start();
                }
                ends.forEach(End::start);
                FaultPlan plan =
                        new FaultPlan(new Dice(options.seed(), "faults"), faults, ledger, doors, inproc, processes);
                inject(plan);
                finish();
                proxy.failure().ifPresent(failure -> ledger.violated("proxy", failure.toString()));
            }
        }
    }

    private List<PeerProcess> processes(Doors doors) {
        List<PeerProcess> processes = new ArrayList<>();
        for (Kind kind : kinds) {
            if (kind.isProcess()) {
                List<String> command = kind.isLibzmq()
                        ? PeerProcess.python(options.python(), options.program(), options.seed())
                        : PeerProcess.java(options.seed());
                processes.add(new PeerProcess(kind, doors, ledger, faults, command));
            }
        }
        return processes;
    }

    private void openProxy(Doors doors, Lane lane, ZmqSocket socket) {
        ledger.watch(lane, null, socket, socket::counters);
        for (Kind kind : kinds) {
            doors.weBound(lane, kind, socket.bind(doors.toBind(lane, kind)));
        }
    }

    private void openOurs(Ends maker, Doors doors) {
        for (Lane lane : Lane.values()) {
            if (lane == Lane.PROXY_IN || lane == Lane.PROXY_OUT) {
                continue;
            }
            End shared = lane.isShared() ? open(maker, lane, null) : null;
            for (Kind kind : kinds) {
                if (kind.takesPartIn(lane)) {
                    attach(doors, shared == null ? open(maker, lane, kind) : shared, kind);
                }
            }
        }
    }

    private End open(Ends maker, Lane lane, @Nullable Kind peer) {
        int owner = Doors.owner(lane, peer == null ? Kind.INPROC : peer);
        End end = maker.ours(lane, lane.stream(owner), ledger.sink(peer, true));
        ledger.watch(lane, peer, end.socket(), end::counters);
        ends.add(end);
        return end;
    }

    private static void attach(Doors doors, End end, Kind kind) {
        Lane lane = end.lane();
        if (lane.weBind()) {
            doors.weBound(lane, kind, end.socket().bind(doors.toBind(lane, kind)));
        } else {
            doors.weConnected(kind, end.socket().connect(doors.toConnect(lane, kind)));
        }
    }

    /** Lets the plan go on for the time given, and then peace reign, so that every lane must move again. */
    private void inject(FaultPlan plan) throws InterruptedException {
        long endNs = System.nanoTime() + options.duration().toNanos();
        Thread injecting = new Thread(
                () -> {
                    while (System.nanoTime() - endNs < 0) {
                        plan.one();
                    }
                },
                "soak-faults");
        injecting.setDaemon(true);
        injecting.start();
        long period = Math.min(
                MAX_SAMPLE_PERIOD_MS, Math.max(1_000, options.duration().toMillis() / 60));
        long sampleNs = System.nanoTime();
        while (injecting.isAlive()) {
            if (System.nanoTime() - sampleNs >= 0) {
                resources.sample();
                sampleNs = System.nanoTime() + period * 1_000_000;
            }
            lookFor(LOOK_MS);
        }
        plan.finish();
        System.out.println("soak: " + plan.episodes() + " episodes are over");
        lookFor(CALM_MS);
    }

    private void lookFor(long ms) {
        long start = System.nanoTime();
        do {
            BoundedCalls.pause(Math.min(ms, LOOK_MS));
            ledger.look(false);
            ledger.checkProgress();
        } while (System.nanoTime() - start - stalls.between(start, System.nanoTime()) < ms * 1_000_000);
    }

    private void finish() throws IOException {
        for (String unused : ledger.unused()) {
            ledger.violated("unused", unused);
        }
        ends.forEach(End::mute);
        for (Peer peer : peers) {
            peer.mute();
        }
        BoundedCalls.pause(DRAIN_MS);
        ledger.end();
        for (Peer peer : peers) {
            peer.finish();
        }
        for (End end : ends) {
            end.close();
            ledger.counted(end.lane(), end.sent(), end.received());
            if (!end.fault().isEmpty()) {
                ledger.violated("counter", end.lane() + ": " + end.fault());
            }
        }
        ledger.look(true);
    }

    private void awaitReturned(Resources.Sample before) {
        long start = System.nanoTime();
        Resources.Sample now = Resources.Sample.take();
        while (now.descriptors() > before.descriptors() + DESCRIPTOR_SLACK
                || now.direct() > before.direct() + DIRECT_SLACK
                || !ProcessResources.threads("zmq").isEmpty()) {
            if (System.nanoTime() - start - stalls.between(start, System.nanoTime()) > RETURN_MS * 1_000_000) {
                verdicts.violated(
                        "not given back",
                        "before " + before + ", after " + now + ", threads " + ProcessResources.threads("zmq"));
                return;
            }
            BoundedCalls.pause(200);
            now = Resources.Sample.take();
        }
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(home);
    }

    private void write() throws IOException {
        String text = report.text();
        System.out.println(text);
        Path file = options.report();
        if (file != null) {
            Files.writeString(file, text);
        }
    }

    private void giveUp(String stacks) {
        System.out.println(stacks);
        try {
            write();
        } catch (IOException e) {
            System.out.println(e);
        } finally {
            Runtime.getRuntime().halt(2);
        }
    }
}
