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
import java.util.function.LongConsumer;
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

    static final String TEXT = "0123456789";

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
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    consumer.accept(socket.receiveMessage().frame(0));
                }
            } catch (RuntimeException closed) {
                // The measurement is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
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
        while (producer.getBoundPort() <= 0) {
            Thread.sleep(1);
        }
        return "tcp://127.0.0.1:" + producer.getBoundPort();
    }

    private MessageChannel channel(Consumer<byte[]> consumer) {
        DirectChannel channel = new DirectChannel();
        channel.subscribe(message -> consumer.accept((byte[]) message.getPayload()));
        initialize(channel, "direct");
        return channel;
    }

    /** {@return sends a message by the engine; its endpoint goes to a consumer} */
    Runnable engineOutbound(Consumer<String> endpoint) {
        PushSocket socket = zmq.push();
        endpoint.accept(socket.bind("tcp://127.0.0.1:*"));
        byte[] body = TEXT.getBytes(StandardCharsets.UTF_8);
        return () -> socket.send(body);
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
        while (handler.getBoundPort() <= 0) {
            Thread.sleep(1);
        }
        endpoint.accept("tcp://127.0.0.1:" + handler.getBoundPort());
        return sends(input);
    }

    /** {@return our channel's send; the URL of its proxy goes to a consumer} */
    Runnable channel(LongConsumer ports) {
        ZmqProxyEndpoint proxy = new ZmqProxyEndpoint(zmq, ProxyType.SUB_PUB);
        proxy.setFrontendBind("tcp://127.0.0.1:*");
        proxy.setBackendBind("tcp://127.0.0.1:*");
        initialize(proxy, "proxy");
        proxy.start();
        String url = url(port(proxy.getFrontendEndpoint()), port(proxy.getBackendEndpoint()), ports);
        PublishSubscribeZmqChannel channel = new PublishSubscribeZmqChannel(zmq);
        channel.setConnectUrl(url);
        initialize(channel, "channel");
        channel.start();
        return sends(channel);
    }

    /** {@return their channel's send; the URL of its proxy goes to a consumer} */
    Runnable theirChannel(LongConsumer ports) throws InterruptedException {
        ZeroMqProxy proxy = new ZeroMqProxy(jeromq, ZeroMqProxy.Type.SUB_PUB);
        initialize(proxy, "proxy");
        proxy.start();
        while (proxy.getBackendPort() <= 0) {
            Thread.sleep(1);
        }
        String url = url(proxy.getFrontendPort(), proxy.getBackendPort(), ports);
        ZeroMqChannel channel = new ZeroMqChannel(jeromq, true);
        channel.setConnectUrl(url);
        channel.setConsumeDelay(SHORT_DELAY);
        initialize(channel, "channel");
        return sends(channel);
    }

    private static int port(String endpoint) {
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    private static String url(int frontend, int backend, LongConsumer ports) {
        ports.accept((long) frontend << 16 | backend);
        return url((long) frontend << 16 | backend);
    }

    /** {@return the URL of a proxy's two ports} */
    static String url(long ports) {
        return "tcp://127.0.0.1:" + (ports >>> 16) + ":" + (ports & 0xffff);
    }

    private static Runnable sends(MessageChannel channel) {
        Message<byte[]> message = message();
        return () -> channel.send(message);
    }

    private static Message<byte[]> message() {
        return new GenericMessage<>(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return a requester of the engine, bound} */
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
