package io.zmqspring.core.support;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of its own with a socket that receives; can be stopped, continued and killed. */
public final class ReceiverProcess implements AutoCloseable {

    private final Process process;

    private ReceiverProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts the process.
     *
     * @param type PULL, or SUB, which subscribes to everything
     * @param endpoint it connects to
     * @param controlEndpoint the listening PULL socket that is sent the first four bytes of each message it got
     * @return the process
     */
    public static ReceiverProcess start(SocketType type, String endpoint, String controlEndpoint) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            return new ReceiverProcess(new ProcessBuilder(
                            java.toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ReceiverProcess.class.getName(),
                            type.name(),
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
            ZmqSocket socket = context.socket(SocketType.valueOf(arguments[0]), narrow);
            if (socket instanceof TopicSubscriber subscriber) {
                subscriber.subscribe("");
            }
            PushSocket control = context.push(narrow);
            control.connect(arguments[2]);
            socket.connect(arguments[1]);
            while (true) {
                byte[] head = new byte[4];
                System.arraycopy(((MessageReceiver) socket).receive(), 0, head, 0, head.length);
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
