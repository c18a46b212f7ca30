package io.zmqspring.benchmark;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.integration.channel.PublishSubscribeZmqChannel;
import io.zmqspring.integration.inbound.ZmqMessageProducer;
import io.zmqspring.integration.outbound.ZmqMessageHandler;
import io.zmqspring.integration.outbound.ZmqOutboundGateway;
import io.zmqspring.integration.proxy.ProxyType;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.integration.zeromq.ZeroMqProxy;
import org.springframework.integration.zeromq.channel.ZeroMqChannel;
import org.springframework.integration.zeromq.dsl.ZeroMq;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.integration.zeromq.outbound.ZeroMqMessageHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/** What is measured, made as an application has it; each is bound to a free port, and its close releases all of it. */
final class Contenders implements AutoCloseable {

    /** What is sent where no time is. */
    static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);

    /** Their time between two looks at a socket, tuned; 1 s by default. */
    static final Duration SHORT_DELAY = Duration.ofMillis(1);

    private final AnnotationConfigApplicationContext application =
            new AnnotationConfigApplicationContext(Application.class);
    private final ZmqContext zmq = application.getBean(ZmqContext.class);
    private final ZContext jeromq = application.getBean(ZContext.class);
    private final List<Lifecycle> running = new ArrayList<>();

    /** Contexts of both libraries. */
    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Application {

        @Bean
        ZmqContext zmq() {
            return ZmqContext.create();
        }

        @Bean
        ZContext jeromq() {
            return new ZContext();
        }
    }

    /** {@return where the engine receives; it gives each body to a consumer} */
    String engineInbound(Consumer<byte[]> consumer) {
        PullSocket socket = zmq.pull();
        String endpoint = socket.bind("tcp://127.0.0.1:*");
        repeat(() -> consumer.accept(socket.receiveMessage().frame(0)));
        return endpoint;
    }

    /** {@return where a blocking TCP socket receives bodies of eight bytes} */
    String bareInbound(Consumer<byte[]> consumer) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try (server;
                    Socket socket = server.accept()) {
                while (true) {
                    consumer.accept(socket.getInputStream().readNBytes(Long.BYTES));
                }
            } catch (IOException | RuntimeException closed) {
                // The measurement is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /** {@return where our adapter receives} */
    String inbound(Consumer<byte[]> consumer) {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        producer.adapterSocket().setBindEndpoints("tcp://127.0.0.1:*");
        producer.setOutputChannel(channel(consumer));
        initialize(producer, "inbound");
        producer.start();
        return producer.adapterSocket().boundEndpoints().get(0);
    }

    /** {@return where their adapter receives} */
    String theirInbound(Duration delay, Consumer<byte[]> consumer) throws InterruptedException {
        application
                .getBean(IntegrationFlowContext.class)
                .registration(IntegrationFlow.from(ZeroMq.inboundChannelAdapter(jeromq, SocketType.PULL)
                                .consumeDelay(delay))
                        .handle(message -> consumer.accept((byte[]) message.getPayload()))
                        .get())
                .register();
        ZeroMqMessageProducer producer = application.getBean(ZeroMqMessageProducer.class);
        return "tcp://127.0.0.1:" + awaitPort(producer::getBoundPort);
    }

    private MessageChannel channel(Consumer<byte[]> consumer) {
        DirectChannel channel = new DirectChannel();
        channel.subscribe(message -> consumer.accept((byte[]) message.getPayload()));
        initialize(channel, "direct");
        return channel;
    }

    /** {@return sends a message by the engine; a consumer gets its endpoint} */
    Runnable engineOutbound(Consumer<String> endpoint) {
        PushSocket socket = zmq.push();
        endpoint.accept(socket.bind("tcp://127.0.0.1:*"));
        return () -> socket.send(BODY);
    }

    /** {@return sends a message by our adapter} */
    Runnable outbound(Consumer<String> endpoint) {
        ZmqMessageHandler handler = new ZmqMessageHandler(zmq);
        handler.adapterSocket().setBindEndpoints("tcp://127.0.0.1:*");
        initialize(handler, "outbound");
        handler.start();
        endpoint.accept(handler.adapterSocket().boundEndpoints().get(0));
        DirectChannel channel = new DirectChannel();
        channel.subscribe(handler);
        initialize(channel, "toOutbound");
        return sends(channel);
    }

    /** {@return sends a message by their adapter} */
    Runnable theirOutbound(Consumer<String> endpoint) throws InterruptedException {
        MessageChannel input = application
                .getBean(IntegrationFlowContext.class)
                .registration(flow -> flow.handle(ZeroMq.outboundChannelAdapter(jeromq, SocketType.PUSH)))
                .register()
                .getInputChannel();
        ZeroMqMessageHandler handler = application.getBean(ZeroMqMessageHandler.class);
        endpoint.accept("tcp://127.0.0.1:" + awaitPort(handler::getBoundPort));
        return sends(input);
    }

    /** {@return sends a message to our channel; a consumer gets the URL of its proxy} */
    Runnable publishSubscribe(Consumer<String> url) {
        ZmqProxyEndpoint proxy = new ZmqProxyEndpoint(zmq, ProxyType.SUB_PUB);
        proxy.setFrontendBind("tcp://127.0.0.1:*");
        proxy.setBackendBind("tcp://127.0.0.1:*");
        initialize(proxy, "proxy");
        proxy.start();
        String backend = proxy.getBackendEndpoint();
        String address = proxy.getFrontendEndpoint() + backend.substring(backend.lastIndexOf(':'));
        url.accept(address);
        PublishSubscribeZmqChannel channel = new PublishSubscribeZmqChannel(zmq);
        channel.setConnectUrl(address);
        initialize(channel, "channel");
        channel.start();
        return sends(channel);
    }

    /** {@return sends a message to their channel; a consumer gets the URL of its proxy} */
    Runnable theirPublishSubscribe(Consumer<String> url) throws InterruptedException {
        ZeroMqProxy proxy = new ZeroMqProxy(jeromq, ZeroMqProxy.Type.SUB_PUB);
        initialize(proxy, "proxy");
        proxy.start();
        int backend = awaitPort(proxy::getBackendPort);
        String address = "tcp://127.0.0.1:" + proxy.getFrontendPort() + ":" + backend;
        url.accept(address);
        ZeroMqChannel channel = new ZeroMqChannel(jeromq, true);
        channel.setConnectUrl(address);
        channel.setConsumeDelay(SHORT_DELAY);
        initialize(channel, "channel");
        return sends(channel);
    }

    /** Theirs bind on a thread of their own. */
    private static int awaitPort(IntSupplier port) throws InterruptedException {
        while (port.getAsInt() <= 0) {
            Thread.sleep(1);
        }
        return port.getAsInt();
    }

    /** {@return a daemon thread that does something again and again until it is interrupted or a call fails} */
    static Thread repeat(Runnable task) {
        Thread thread = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    task.run();
                }
            } catch (RuntimeException end) {
                // The measurement is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Runnable sends(MessageChannel channel) {
        Message<byte[]> message = new GenericMessage<>(BODY);
        return () -> channel.send(message);
    }

    /** {@return a requester of the engine} */
    ZmqRequester requester() {
        return zmq.requester();
    }

    /** {@return our outbound gateway; asynchronous or not} */
    ZmqOutboundGateway gateway(boolean async) {
        ZmqOutboundGateway gateway = new ZmqOutboundGateway(zmq);
        gateway.setBind("tcp://127.0.0.1:*");
        gateway.setAsync(async);
        initialize(gateway, "gateway");
        gateway.start();
        return gateway;
    }

    /** Gives a bean what a context gives it. */
    <T> T initialize(T bean, String name) {
        application.getBeanFactory().initializeBean(bean, name);
        if (bean instanceof DisposableBean disposable) {
            application.getDefaultListableBeanFactory().registerDisposableBean(name, disposable);
        }
        if (bean instanceof Lifecycle lifecycle) {
            running.add(lifecycle);
        }
        return bean;
    }

    @Override
    public void close() {
        Thread closing = new Thread(() -> {
            running.forEach(Lifecycle::stop);
            application.close();
        });
        // JeroMQ may wait without an end.
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
