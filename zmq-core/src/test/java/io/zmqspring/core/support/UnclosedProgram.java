package io.zmqspring.core.support;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Programs that end, or lose their context, in the ways that tests name; each is the main method of a JVM of its own. */
public final class UnclosedProgram {

    /** Messages that a program sends. */
    public static final int MESSAGES = 1_000;

    private UnclosedProgram() {}

    /** @param arguments what to do, and the endpoint to send to */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String endpoint = arguments[1];
        switch (arguments[0]) {
            case "end" -> send(ContextOptions.defaults(), endpoint);
            case "flush" -> send(ContextOptions.builder().closeOnShutdown(true).build(), endpoint);
            case "quiet" ->
                send(ContextOptions.builder().warnWhenUnclosed(false).build(), endpoint);
            case "close" -> send(ContextOptions.defaults(), endpoint).close();
            case "lose" -> awaitGarbage(lose(endpoint));
            case "hold" -> {
                PushSocket held = connect(ZmqContext.create(), endpoint);
                awaitGarbage(lose(endpoint));
                Reference.reachabilityFence(held);
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static ZmqContext send(ContextOptions options, String endpoint) {
        ZmqContext context = ZmqContext.create(options);
        PushSocket push = connect(context, endpoint);
        for (int i = 0; i < MESSAGES; i++) {
            push.send(ByteBuffer.allocate(4).putInt(i).flip());
        }
        return context;
    }

    private static PushSocket connect(ZmqContext context, String endpoint) {
        PushSocket push = context.push(
                SocketOptions.builder().linger(Duration.ofSeconds(20)).build());
        push.connect(endpoint);
        return push;
    }

    private static WeakReference<ZmqContext> lose(String endpoint) {
        return new WeakReference<>(send(ContextOptions.defaults(), endpoint));
    }

    private static void awaitGarbage(WeakReference<ZmqContext> lost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (lost.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(10);
        }
        // Until the test has read the report and closes our input.
        while (System.in.read() >= 0) {}
    }
}
