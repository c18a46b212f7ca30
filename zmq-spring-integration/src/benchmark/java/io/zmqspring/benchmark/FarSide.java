package io.zmqspring.benchmark;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.integration.channel.PublishSubscribeZmqChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.zeromq.channel.ZeroMqChannel;
import org.springframework.messaging.SubscribableChannel;
import org.zeromq.ZContext;

/**
 * The other process: {@code role endpoint}. It ends with its standard input, and answers each line of it by how many
 * messages it has received.
 */
public final class FarSide {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final Duration BETWEEN_TICKS = Duration.ofMillis(5);

    private FarSide() {}

    /**
     * Runs one role.
     *
     * @param args role and endpoint
     */
    public static void main(String[] args) throws Exception {
        Thread role = new Thread(
                () -> {
                    try {
                        play(args[0], args[1]);
                    } catch (Exception e) {
                        e.printStackTrace();
                        Runtime.getRuntime().halt(1);
                    }
                },
                args[0]);
        role.setDaemon(true);
        role.start();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            System.out.println(COUNT.get());
        }
        Runtime.getRuntime().halt(0);
    }

    private static void play(String role, String endpoint) throws Exception {
        switch (role) {
            case "send" -> send(endpoint);
            case "tick" -> tick(endpoint);
            case "tick-bare" -> tickBare(URI.create(endpoint));
            case "receive" -> receive(endpoint);
            case "reply" -> reply(endpoint);
            case "subscribe" -> subscribe(ours(endpoint));
            case "subscribe-theirs" -> subscribe(theirs(endpoint));
            default -> throw new IllegalArgumentException("no role: " + role);
        }
    }

    private static void send(String endpoint) {
        PushSocket socket = ZmqContext.create().push();
        socket.connect(endpoint);
        while (true) {
            socket.send(Contenders.BODY);
        }
    }

    /** Sends the time at which it sends, then pauses. */
    private static void tick(String endpoint) throws InterruptedException {
        PushSocket socket = ZmqContext.create().push();
        socket.connect(endpoint);
        while (true) {
            Thread.sleep(BETWEEN_TICKS.toMillis());
            socket.send(ByteBuffer.allocate(Long.BYTES)
                    .putLong(0, System.nanoTime())
                    .array());
        }
    }

    private static void tickBare(URI endpoint) throws IOException, InterruptedException {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setTcpNoDelay(true);
            while (true) {
                Thread.sleep(BETWEEN_TICKS.toMillis());
                socket.getOutputStream()
                        .write(ByteBuffer.allocate(Long.BYTES)
                                .putLong(0, System.nanoTime())
                                .array());
            }
        }
    }

    private static void receive(String endpoint) {
        PullSocket socket = ZmqContext.create().pull();
        socket.connect(endpoint);
        while (true) {
            socket.receiveMessage();
            COUNT.lazySet(COUNT.getPlain() + 1);
        }
    }

    private static void reply(String endpoint) throws InterruptedException {
        ZmqResponder responder = ZmqContext.create().responder(request -> request.reply(request.message()));
        responder.connect(endpoint);
        Thread.currentThread().join();
    }

    private static SubscribableChannel ours(String url) {
        PublishSubscribeZmqChannel channel = new PublishSubscribeZmqChannel(ZmqContext.create());
        channel.setConnectUrl(url);
        initialize(channel);
        return channel;
    }

    private static SubscribableChannel theirs(String url) {
        ZeroMqChannel channel = new ZeroMqChannel(new ZContext(), true);
        channel.setConnectUrl(url);
        channel.setConsumeDelay(Contenders.SHORT_DELAY);
        initialize(channel);
        return channel;
    }

    private static void initialize(AbstractMessageChannel channel) {
        new AnnotationConfigApplicationContext(Contenders.Application.class)
                .getBeanFactory()
                .initializeBean(channel, "channel");
    }

    private static void subscribe(SubscribableChannel channel) throws InterruptedException {
        channel.subscribe(message -> COUNT.incrementAndGet());
        if (channel instanceof PublishSubscribeZmqChannel ours) {
            ours.start();
        }
        Thread.currentThread().join();
    }
}
