package io.zmqspring.core.support;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of its own with a PULL socket that counts what it gets; can be stopped, continued and killed. */
public final class PullProcess implements AutoCloseable {

    private final Process process;

    private PullProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts the process.
     *
     * @param endpoint it connects to
     * @param controlEndpoint the listening PULL socket that is sent the text of each message it got
     * @return the process
     */
    public static PullProcess start(String endpoint, String controlEndpoint) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            return new PullProcess(new ProcessBuilder(
                            java.toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            PullProcess.class.getName(),
                            endpoint,
                            controlEndpoint)
                    .redirectError(Redirect.INHERIT)
                    .redirectOutput(Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Relays the first four bytes of each message, until it is killed. */
    public static void main(String[] arguments) {
        SocketOptions narrow = SocketOptions.builder()
                .receiveHwm(2)
                .receiveBufferBytes(4096)
                .sendHwm(0)
                .build();
        try (ZmqContext context = ZmqContext.create()) {
            PullSocket pull = context.pull(narrow);
            var control = context.push(narrow);
            control.connect(arguments[1]);
            pull.connect(arguments[0]);
            while (true) {
                byte[] head = new byte[4];
                System.arraycopy(pull.receive(), 0, head, 0, head.length);
                control.send(head);
            }
        }
    }

    /** Sends SIGSTOP: it holds its connections and does nothing. */
    public void stop() {
        signal("-STOP");
    }

    /** Sends SIGCONT: it goes on where it was. */
    public void goOn() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill " + signal + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
