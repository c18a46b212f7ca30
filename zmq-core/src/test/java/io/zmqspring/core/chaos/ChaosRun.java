package io.zmqspring.core.chaos;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.support.ProcessResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The run itself, in the JVM under test. */
final class ChaosRun {

    private static final Duration MAX_SAMPLE_PERIOD = Duration.ofSeconds(15);
    private static final int EPISODE_ACTORS = 3;
    private static final int HOSTILE_ACTORS = 2;
    private static final long DIRECT_SLACK = 4 << 20;
    private static final int DESCRIPTOR_SLACK = 5;
    private static final long QUIET_MS = 2_000;
    private static final double MAX_IDLE_CPU = 0.25;

    private final ChaosOptions options;
    private final Path home;
    private final Verdicts verdicts = new Verdicts("chaos", this::giveUp);
    private final World world;
    private final SlowNames names;
    private final Resources resources = new Resources();
    private final List<Arena> arenas = new ArrayList<>();
    private final List<Healthy> healthy = new ArrayList<>();
    private final Report report;

    ChaosRun(ChaosOptions options) {
        this.options = options;
        this.home = Objects.requireNonNull(options.home());
        // A name that could not be resolved is asked for again by the next attempt to connect.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        this.names = new SlowNames(home.resolve("hosts"));
        this.world = new World(options, verdicts);
        this.report = new Report(options, world, resources);
    }

    /** {@return the exit code: 0 when nothing was wrong} */
    int run() throws Exception {
        EngineLog.watch(verdicts);
        world.stalls().start();
        world.calls().start();
        warmUp();
        Resources.Sample before = Resources.Sample.take();
        start();
        sampleUntilOver();
        world.end();
        Thread answering = new Thread(this::answerToTheEnd, "chaos-last-answers");
        answering.setDaemon(true);
        answering.start();
        world.joinActors();
        healthy.forEach(Healthy::settle);
        checkQuiet();
        for (Arena arena : arenas) {
            arena.close();
        }
        checkReturned(before);
        resources.check(verdicts);
        world.stalls().end();
        write(report.text());
        return verdicts.isClean() ? 0 : 1;
    }

    /** So that what the JDK and the engine keep for good is not taken for a leak. */
    private void warmUp() {
        for (String endpoint : List.of("tcp://127.0.0.1:*", "ipc://*", "inproc://warm-up")) {
            try (ZmqContext context = ZmqContext.create()) {
                PullSocket pull = context.pull();
                PushSocket push = context.push();
                push.connect(pull.bind(endpoint));
                push.send(new byte[1 << 16]);
                pull.receive();
            }
        }
    }

    private void start() {
        arenas.add(new Arena(world, "one-thread", 1, Duration.ZERO));
        arenas.add(new Arena(world, "two-threads", 2, Duration.ofSeconds(1)));
        for (Arena arena : arenas) {
            String prefix = "healthy-" + arenas.indexOf(arena);
            healthy.add(pair(arena, prefix + "-tcp", "tcp://127.0.0.1:*"));
            healthy.add(pair(arena, prefix + "-ipc", "ipc://*"));
            healthy.add(pair(arena, prefix + "-inproc", "inproc://healthy"));
            PushSocket among = arena.context().push();
            among.connect(arena.pullEndpoints().get(0));
            healthy.add(Healthy.toArena(world, prefix + "-among-strangers", among, arena));
            arena.start();
        }
        healthy.forEach(Healthy::start);
        for (int i = 0; i < arenas.size(); i++) {
            Arena arena = arenas.get(i);
            for (int k = 0; k < HOSTILE_ACTORS; k++) {
                String name = "hostile-" + i + "-" + k;
                world.actor("chaos-" + name, new Hostile(world, arena, dice(name))::visit);
            }
            if (world.faults().isOn(Fault.KILL) || world.faults().isOn(Fault.STOP)) {
                String name = "processes-" + i;
                world.actor("chaos-" + name, new Processes(world, arena, dice(name))::one);
            }
        }
        for (int i = 0; i < EPISODE_ACTORS; i++) {
            Dice dice = dice("episodes-" + i);
            ZmqContext shared = arenas.get(i % arenas.size()).context();
            world.actor("chaos-episodes-" + i, () -> Episode.run(world, names, shared, dice));
        }
        Dice answers = dice("names");
        world.actor("chaos-names", () -> {
            BoundedCalls.pause(answers.between(100, 1_500));
            names.answer();
        });
    }

    private Dice dice(String actor) {
        return new Dice(options.seed(), actor);
    }

    private Healthy pair(Arena arena, String name, String endpoint) {
        if (name.endsWith("ipc")) {
            PairSocket one = arena.context().pair();
            PairSocket other = arena.context().pair();
            other.connect(one.bind(endpoint));
            return Healthy.ownReceiver(world, name, (MessageSender) one, (MessageReceiver) other);
        }
        PullSocket pull = arena.context().pull();
        PushSocket push = arena.context().push();
        push.connect(pull.bind(endpoint));
        return Healthy.ownReceiver(world, name, push, pull);
    }

    private void sampleUntilOver() {
        long periodMs = Math.min(
                MAX_SAMPLE_PERIOD.toMillis(), Math.max(1_000, options.duration().toMillis() / 60));
        while (!world.isOver()) {
            long next = System.nanoTime() + periodMs * 1_000_000;
            resources.sample();
            while (!world.isOver() && System.nanoTime() - next < 0) {
                BoundedCalls.pause(50);
            }
        }
    }

    /** Look-ups must not keep threads in the pipe for ever. */
    private void answerToTheEnd() {
        while (true) {
            names.answer();
            BoundedCalls.pause(20);
        }
    }

    /** With nobody doing anything the I/O threads must sleep. */
    private void checkQuiet() {
        BoundedCalls.pause(1_000);
        long before = ioCpuNs();
        long start = System.nanoTime();
        BoundedCalls.pause(QUIET_MS);
        double share = (double) (ioCpuNs() - before) / (System.nanoTime() - start);
        report.idleCpu(share);
        if (share > MAX_IDLE_CPU) {
            verdicts.violated("spinning", "I/O threads used %.2f of a core while nothing happened".formatted(share));
        }
    }

    private static long ioCpuNs() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : bean.getAllThreadIds()) {
            var info = bean.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("zmq")) {
                sum += Math.max(0, bean.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    private void checkReturned(Resources.Sample before) {
        boolean returned = world.await(15_000, () -> {
            Resources.Sample now = Resources.Sample.take();
            return ProcessResources.threads("zmq").isEmpty()
                    && now.descriptors() <= before.descriptors() + DESCRIPTOR_SLACK
                    && now.direct() <= before.direct() + DIRECT_SLACK;
        });
        Resources.Sample after = Resources.Sample.take();
        report.ends(before, after);
        if (!returned) {
            verdicts.violated(
                    "not given back",
                    "before " + before + ", after " + after + ", threads " + ProcessResources.threads("zmq")
                            + ", descriptors " + openFiles());
        }
    }

    private static List<String> openFiles() {
        List<String> targets = new ArrayList<>();
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                try {
                    targets.add(Files.readSymbolicLink(file).toString());
                } catch (IOException closedMeanwhile) {
                    targets.add("?");
                }
            }
        } catch (IOException e) {
            targets.add(e.toString());
        }
        return targets;
    }

    private void write(String text) {
        System.out.println(text);
        try {
            Path file = options.report();
            if (file != null) {
                Files.writeString(file, text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void giveUp(String stacks) {
        System.out.println(stacks);
        try {
            write(report.text());
        } finally {
            Runtime.getRuntime().halt(2);
        }
    }
}
