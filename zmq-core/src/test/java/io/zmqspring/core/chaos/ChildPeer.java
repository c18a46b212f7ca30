package io.zmqspring.core.chaos;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own with one socket of this engine, connected to an arena: a PUSH that sends a numbered stream, or a
 * PULL. It goes on until a line comes on its standard input, then closes its socket and tells what it has counted; at
 * the end of the input it just ends.
 */
final class ChildPeer implements AutoCloseable {

    /** How long it lingers after the command to finish. */
    static final Duration LINGER = Duration.ofSeconds(20);

    private static final Duration WAIT = Duration.ofMillis(100);
    private static final int KILL_SECONDS = 10;

    /** What it tells at its end. */
    record Result(long sent, long received, long dropped, long reconnects, long faults) {

        private static Result parse(String line) {
            String[] parts = line.split(" ");
            return new Result(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]));
        }
    }

    private final Process process;
    private final BufferedReader out;

    private ChildPeer(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts the process and waits until its socket is connected to somewhere.
     *
     * @param role {@code push} or {@code pull}
     * @param endpoint of the arena
     * @param stream the number of its stream
     */
    static ChildPeer start(String role, String endpoint, int stream) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildPeer.class.getName(),
                        role,
                        endpoint,
                        Integer.toString(stream))
                .redirectError(Redirect.INHERIT)
                .start();
        ChildPeer peer = new ChildPeer(process);
        String line = peer.out.readLine();
        if (!"ready".equals(line)) {
            peer.close();
            throw new IOException("the child said " + line);
        }
        return peer;
    }

    /** Stops the process: it holds its connections and does nothing. */
    void stop() throws IOException {
        signal("-STOP");
    }

    /** Lets it go on. */
    void goOn() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        try {
            if (!kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IOException("kill " + signal + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return what it has counted, after it closed its socket; {@code null} when it ended without a word} */
    @Nullable Result finish() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String line = out.readLine();
        return line == null ? null : Result.parse(line);
    }

    /** Sends SIGKILL and waits for the end. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.close();
        process.getOutputStream().close();
    }

    /** The process: role, endpoint, stream. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        SocketOptions options = SocketOptions.builder()
                .sendHwm(200)
                .receiveHwm(50)
                .reconnectInterval(Duration.ofMillis(20))
                .linger(LINGER)
                .build();
        Thread waiting = new Thread(ChildPeer::awaitLine, "standard-input");
        waiting.setDaemon(true);
        try (ZmqContext context = ZmqContext.create()) {
            Result result = arguments[0].equals("push")
                    ? push(context.push(options), arguments[1], Integer.parseInt(arguments[2]), waiting)
                    : pull(context.pull(options), arguments[1], Integer.parseInt(arguments[2]), waiting);
            System.out.println(String.join(
                    " ",
                    List.of(
                            Long.toString(result.sent),
                            Long.toString(result.received),
                            Long.toString(result.dropped),
                            Long.toString(result.reconnects),
                            Long.toString(result.faults))));
        }
        System.exit(0);
    }

    private static void awaitLine() {
        try {
            if (System.in.read() < 0) {
                Runtime.getRuntime().halt(0);
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static Result push(PushSocket push, String endpoint, int stream, Thread waiting) {
        push.connect(endpoint);
        push.awaitPeers(1, LINGER);
        System.out.println("ready");
        waiting.start();
        long sent = 0;
        while (waiting.isAlive()) {
            if (push.send(Body.first(stream, sent, (int) (sent % 200), 0), WAIT)) {
                sent++;
            }
            if (sent % 8 == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        push.close();
        SocketCounters counters = push.counters();
        return new Result(sent, 0, counters.dropped(), counters.reconnects(), counters.sent() == sent ? 0 : 1);
    }

    private static Result pull(PullSocket pull, String endpoint, int stream, Thread waiting) {
        pull.connect(endpoint);
        pull.awaitPeers(1, LINGER);
        System.out.println("ready");
        waiting.start();
        Tally tally = new Tally(stream, false);
        long[] faults = {0};
        BodyReader reader = new BodyReader(new BodyReader.Listener() {
            @Override
            public void onMessage(int from, long number, long sentNs) {
                tally.received(number);
            }

            @Override
            public void onForeign() {
                faults[0]++;
            }

            @Override
            public void onCorrupt(String what) {
                faults[0]++;
            }
        });
        while (waiting.isAlive()) {
            pull.poll(reader, 10, WAIT);
        }
        pull.close();
        SocketCounters counters = pull.counters();
        return new Result(
                0,
                counters.received(),
                counters.dropped(),
                counters.reconnects(),
                faults[0] + tally.repeated() + (counters.received() == tally.received() ? 0 : 1));
    }
}
