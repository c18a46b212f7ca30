package io.zmqspring.core.support;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Programs that end, or lose their context, in the ways that tests name; each is the main method of a JVM of its own.
 */
public final class UnclosedProgram {

    /** Messages that a program sends. */
    public static final int MESSAGES = 1_000;

    /** Keeps a context from becoming garbage, and so from being closed, before the JVM ends. */
    private static @Nullable ZmqContext held;

    private UnclosedProgram() {}

    /** @param arguments what to do, and the endpoint to send to */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String endpoint = arguments[1];
        switch (arguments[0]) {
            case "end" -> held = send(ContextOptions.defaults(), endpoint);
            case "flush" ->
                held = send(ContextOptions.builder().closeOnShutdown(true).build(), endpoint);
            case "quiet" ->
                held = send(ContextOptions.builder().warnWhenUnclosed(false).build(), endpoint);
            case "close" -> send(ContextOptions.defaults(), endpoint).close();
            case "lose" -> awaitGarbage(lose(endpoint));
            case "hold" -> {
                PushSocket held = connect(ZmqContext.create(), endpoint);
                awaitGarbage(lose(endpoint));
                Reference.reachabilityFence(held);
            }
            case "exit while closing" -> exitWhileClosing(closing(), endpoint);
            case "end while closing" -> exitWhileClosing(ContextOptions.builder(), endpoint);
            case "exit in handler" -> exitInHandler(endpoint);
            case "exit in thread factory" -> exitInThreadFactory(endpoint);
            case "short linger" -> {
                held = ZmqContext.create(closing().build());
                connect(held, endpoint, Duration.ofMillis(1)).send(new byte[] {1});
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static ContextOptions.Builder closing() {
        return ContextOptions.builder().closeOnShutdown(true);
    }

    /** Says "ending" when the end of the JVM has begun, while another thread waits in the context's close. */
    private static void exitWhileClosing(ContextOptions.Builder options, String endpoint) {
        ZmqContext context = send(options.build(), endpoint);
        Thread closer = new Thread(context::close, "closer");
        closer.setDaemon(true);
        closer.start();
        while (!context.isClosed()) {
            Thread.onSpinWait();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ending")));
        System.exit(0);
    }

    /** Answers the first message with many, and ends the JVM before the handler has returned. */
    private static void exitInHandler(String endpoint) {
        PairSocket pair = ZmqContext.create(closing().build())
                .pair(SocketOptions.builder().linger(null).build());
        pair.connect(endpoint);
        pair.poll(
                (frame, more) -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        pair.send(ByteBuffer.allocate(4).putInt(i).flip());
                    }
                    System.exit(0);
                },
                1,
                Duration.ofSeconds(20));
    }

    /** The application's thread factory ends the JVM when a thread is wanted to look a name up. */
    private static void exitInThreadFactory(String endpoint) {
        CountDownLatch sent = new CountDownLatch(1);
        ContextOptions options = closing()
                .threadFactory(task -> {
                    if (Thread.currentThread().getName().startsWith("zmq-resolver")) {
                        await(sent);
                        System.exit(0);
                    }
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    return thread;
                })
                .build();
        connect(ZmqContext.create(options), endpoint, Duration.ofMillis(500)).send(new byte[] {1});
        sent.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
        return connect(context, endpoint, Duration.ofSeconds(20));
    }

    private static PushSocket connect(ZmqContext context, String endpoint, @Nullable Duration linger) {
        PushSocket push = context.push(SocketOptions.builder().linger(linger).build());
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
