package io.zmqspring.benchmark;

import io.zmqspring.annotation.EnableZmq;
import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.converter.JsonPayloadConverter;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.template.ZmqTemplate;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;
import tools.jackson.databind.json.JsonMapper;

/** An application with one listener for each kind of method; all are stopped until a measurement starts one. */
@Configuration(proxyBeanMethods = false)
@EnableZmq
class Listeners {

    /** What a JSON payload becomes. */
    record Price(String symbol, long amount) {}

    static final List<String> KINDS = List.of("bytes", "text", "frames", "record", "header", "batch");

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Listeners.class, "count", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private long count;

    /** {@return how many messages the listeners have taken; any thread} */
    long count() {
        return (long) COUNT.getOpaque(this);
    }

    @Bean
    ZmqContext zmqContext() {
        return ZmqContext.create();
    }

    @Bean
    ZmqSocketRegistry sockets(ZmqContext context) {
        ZmqSocketRegistry sockets = new ZmqSocketRegistry(() -> context);
        KINDS.forEach(kind -> sockets.register(
                SocketDefinition.of(kind + "-in", SocketType.PULL).withBind("tcp://127.0.0.1:*"), false));
        return sockets;
    }

    @Bean
    DefaultZmqListenerContainerFactory zmqListenerContainerFactory(ZmqSocketRegistry sockets) {
        PayloadMessageConverter converter = new PayloadMessageConverter(
                List.of(new JsonPayloadConverter(JsonMapper.builder().build())));
        DefaultZmqListenerContainerFactory factory =
                new DefaultZmqListenerContainerFactory(sockets, new ZmqTemplate(sockets, converter), converter);
        factory.getContainerProperties().setAutoStartup(false);
        return factory;
    }

    @ZmqListener(id = "bytes", socket = "bytes-in")
    void bytes(byte[] payload) {
        count(1);
    }

    @ZmqListener(id = "text", socket = "text-in")
    void text(String payload) {
        count(1);
    }

    @ZmqListener(id = "frames", socket = "frames-in")
    void frames(ZmqMessage frames) {
        count(1);
    }

    @ZmqListener(id = "record", socket = "record-in")
    void record(Price price) {
        count(1);
    }

    @ZmqListener(id = "header", socket = "header-in")
    void header(String payload, @Header(ZmqHeaders.RECEIVED_SOCKET) String socket) {
        count(1);
    }

    @ZmqListener(id = "batch", socket = "batch-in", batch = "true", batchSize = "100")
    void batch(List<byte[]> payloads) {
        count(payloads.size());
    }

    /** Called by one thread at a time: an atomic addition would be a part of what is measured. */
    private void count(int messages) {
        COUNT.setOpaque(this, (long) COUNT.getOpaque(this) + messages);
    }
}
