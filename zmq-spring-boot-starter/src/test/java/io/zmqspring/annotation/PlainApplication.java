package io.zmqspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;

/** An application without Boot: pairs of sockets, a template, and listeners, with a JSON converter. */
final class PlainApplication {

    static final Duration LIMIT = Duration.ofSeconds(10);

    private PlainApplication() {}

    static AnnotationConfigApplicationContext start(Class<?> listeners) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("test.socket", "text", "test.id", "resolved-id", "test.workers", "3")));
        context.register(Sockets.class, listeners);
        try {
            context.refresh();
        } catch (RuntimeException failure) {
            context.close();
            throw failure;
        }
        return context;
    }

    static void send(AnnotationConfigApplicationContext context, String socket, Object payload) {
        context.getBean(ZmqTemplate.class).send(socket, payload);
    }

    static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(taken).as("something within " + LIMIT).isNotNull();
        return taken;
    }

    static ZmqMessageListenerContainer container(AnnotationConfigApplicationContext context, String id) {
        ZmqMessageListenerContainer container =
                context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainer(id);
        assertThat(container).isNotNull();
        return container;
    }

    record Price(String symbol, int cents) {}

    @Configuration(proxyBeanMethods = false)
    @EnableZmq
    static class Sockets {

        private static final List<String> NAMES =
                List.of("frames", "list", "texts", "bytes", "buffer", "text", "json", "message");

        @Bean
        ZmqContext zmqContext() {
            return ZmqContext.create();
        }

        @Bean
        ZmqSocketRegistry zmqSocketRegistry(ZmqContext context) {
            ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
            for (String name : NAMES) {
                registry.register(
                        SocketDefinition.of(name + "-in", SocketType.PULL).withBind("inproc://" + name));
                registry.register(
                        SocketDefinition.of(name + "-out", SocketType.PUSH).withConnect("inproc://" + name));
            }
            registry.register(SocketDefinition.of("pair-in", SocketType.PAIR).withBind("inproc://pair"));
            registry.register(SocketDefinition.of("pair-out", SocketType.PAIR).withConnect("inproc://pair"));
            return registry;
        }

        @Bean
        PayloadMessageConverter zmqMessageConverter() {
            return new PayloadMessageConverter(List.of(new JacksonJsonMessageConverter()));
        }

        @Bean
        ZmqTemplate zmqTemplate(ZmqSocketRegistry sockets, PayloadMessageConverter converter) {
            return new ZmqTemplate(sockets, converter);
        }

        @Bean
        DefaultZmqListenerContainerFactory zmqListenerContainerFactory(
                ZmqSocketRegistry sockets, ZmqTemplate template, PayloadMessageConverter converter) {
            return new DefaultZmqListenerContainerFactory(sockets, template, converter);
        }
    }
}
