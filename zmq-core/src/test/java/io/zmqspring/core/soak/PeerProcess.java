package io.zmqspring.core.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A peer in a process of its own, with this engine or with libzmq; killed, it can be started again. */
final class PeerProcess implements Peer {

    private static final long PATIENCE_SECONDS = 60;

    /** The exit code of a process that SIGABRT ended. */
    private static final int ABORTED = 134;

    private final Kind kind;
    private final Doors doors;
    private final Ledger ledger;
    private final FaultLog faults;
    private final List<String> command;
    private final Sink sink;
    private @Nullable Incarnation running;

    /**
     * Creates it.
     *
     * @param command the program; the owner of its streams is added
     */
    PeerProcess(Kind kind, Doors doors, Ledger ledger, FaultLog faults, List<String> command) {
        this.kind = kind;
        this.doors = doors;
        this.ledger = ledger;
        this.faults = faults;
        this.command = command;
        this.sink = ledger.sink(kind, false);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public synchronized void start() throws IOException {
        if (running != null && running.process.isAlive()) {
            return;
        }
        int owner = doors.newOwner(kind);
        Incarnation incarnation = new Incarnation(owner);
        running = incarnation;
        for (Lane lane : Lane.values()) {
            if (kind.takesPartIn(lane)) {
                incarnation.say((lane.weBind() ? "connect " : "bind ") + lane + " " + doors.forPeer(lane, kind));
            }
        }
        incarnation.say("go");
        if (!incarnation.await(incarnation.ready)) {
            ledger.violated("process", kind + " does not become ready");
        }
    }

    private Incarnation running() {
        Incarnation current = running;
        if (current == null) {
            throw new IllegalStateException("not started: " + kind);
        }
        return current;
    }

    synchronized void kill() throws IOException {
        running().kill();
    }

    /** Starts another process in place of one that libzmq has ended. */
    private void replace(Incarnation aborted) {
        FaultLog.Entry entry = faults.aborted(kind);
        Thread thread = new Thread(
                () -> {
                    try {
                        synchronized (this) {
                            if (running == aborted && !aborted.ended) {
                                start();
                            }
                        }
                    } catch (IOException e) {
                        ledger.violated("process", kind + ": " + e);
                    }
                    faults.end(entry);
                },
                "soak-replace-" + kind);
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends a signal, unless the process has ended. */
    synchronized void signal(String name) throws IOException {
        if (!running().process.isAlive()) {
            return;
        }
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(running().process.pid()))
                .start();
        try {
            if (!kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IOException("kill -" + name + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void mute() throws IOException {
        running().say("mute");
    }

    @Override
    public synchronized void finish() throws IOException {
        Incarnation last = running();
        last.say("finish");
        if (!last.await(last.bye)) {
            ledger.violated("process", kind + " does not finish");
        }
        last.kill();
    }

    private final class Incarnation {

        private final int owner;
        private final Process process;
        private final Writer in;
        private final CountDownLatch ready = new CountDownLatch(1);
        private final CountDownLatch bye = new CountDownLatch(1);
        private final Map<Lane, long[]> counts = new EnumMap<>(Lane.class);
        private final Thread thread;
        private volatile boolean ended;

        private Incarnation(int owner) throws IOException {
            this.owner = owner;
            List<String> words = new ArrayList<>(command);
            words.add(Integer.toString(owner));
            this.process =
                    new ProcessBuilder(words).redirectError(Redirect.INHERIT).start();
            this.in = process.outputWriter(StandardCharsets.UTF_8);
            this.thread = new Thread(this::read, "soak-lines-" + kind);
            thread.setDaemon(true);
            thread.start();
        }

        private void say(String line) throws IOException {
            in.write(line + "\n");
            in.flush();
        }

        private boolean await(CountDownLatch latch) {
            try {
                return latch.await(PATIENCE_SECONDS * 4, TimeUnit.SECONDS) && process.isAlive();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void kill() throws IOException {
            ended = true;
            process.destroyForcibly();
            try {
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                thread.join(PATIENCE_SECONDS * 1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            in.close();
        }

        private void read() {
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    take(line);
                }
            } catch (IOException | RuntimeException e) {
                if (!ended) {
                    ledger.violated("process", kind + ": " + e);
                }
            }
            if (!ended && kind.isLibzmq() && exitCode() == ABORTED) {
                replace(this);
            } else if (!ended) {
                ledger.violated("process", kind + " ended by itself with " + exitCode());
            }
            ready.countDown();
            bye.countDown();
        }

        private int exitCode() {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }

        private void take(String line) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "ready" -> ready.countDown();
                case "bye" -> bye.countDown();
                case "bound" -> doors.peerBound(lane(words), kind, words[2]);
                case "count" -> count(lane(words), number(words, 2), number(words, 3), number(words, 4));
                case "first" -> sink.first(lane(words), stream(words), number(words, 3));
                case "gap" ->
                    sink.gap(lane(words), stream(words), number(words, 3), number(words, 4), number(words, 5));
                case "late" -> sink.late(lane(words), stream(words), number(words, 3));
                case "repeated" -> sink.repeated(lane(words), stream(words), number(words, 3));
                case "timed-out" -> sink.timedOut(lane(words), number(words, 2));
                case "taken" -> {
                    for (int i = 2; i < words.length; i++) {
                        String[] pair = words[i].split(":");
                        sink.taken(lane(words), Integer.parseInt(pair[0]), Long.parseLong(pair[1]));
                    }
                }
                case "wrong" -> sink.wrong(lane(words), line);
                case "fault" -> ledger.violated("counter", kind + ": " + line);
                default -> ledger.violated("process", kind + " says: " + line);
            }
        }

        /** Counts what is new since the last report. */
        private void count(Lane lane, long sent, long received, long highest) {
            long[] before = counts.computeIfAbsent(lane, key -> new long[2]);
            if (received > before[1]) {
                sink.seen(lane, lane.stream(owner), highest);
            }
            ledger.counted(lane, sent - before[0], received - before[1]);
            before[0] = sent;
            before[1] = received;
        }

        private static Lane lane(String[] words) {
            return Lane.valueOf(words[1]);
        }

        private static int stream(String[] words) {
            return Integer.parseInt(words[2]);
        }

        private static long number(String[] words, int index) {
            return Long.parseLong(words[index]);
        }
    }

    /** {@return the command of a process with this engine} */
    static List<String> java(long seed) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PeerMain.class.getName(),
                Long.toString(seed));
    }

    /** {@return the command of a process with libzmq} */
    static List<String> python(String interpreter, Path program, long seed) {
        return List.of(interpreter, "-u", program.toString(), Long.toString(seed));
    }
}
