package io.zmqspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.SimpleZmqListenerEndpoint;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.TestThreads;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.template.ZmqTemplate;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.messaging.handler.annotation.SendTo;

/** Which methods of which beans become listeners, and when they start. */
@Timeout(60)
class ListenerDiscoveryTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void shouldFindTheAnnotationOnAMethodOfAnInterface() throws Exception {
        try (AnnotationConfigApplicationContext context = start(ByInterface.class)) {
            send(context, "a-out", "one");

            assertThat(take(context.getBean(ByInterface.class).seen)).isEqualTo("one");
        }
    }

    @Test
    void shouldSendResultsToTheSocketNamedByTheClassOfTheBean() throws Exception {
        try (AnnotationConfigApplicationContext context = start(SendsToB.class)) {
            send(context, "a-out", "one");

            assertThat(take(context.getBean(SendsToB.class).seen)).isEqualTo("ONE");
        }
    }

    @Test
    void shouldRegisterMethodsInTheOrderOfTheirSignatures() {
        try (AnnotationConfigApplicationContext context = start(Overloaded.class)) {
            ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);

            String bean = context.getBeanNamesForType(Overloaded.class)[0];
            assertThat(registry.getListenerContainerIds())
                    .containsExactly(bean + ".also", bean + ".on", bean + ".on#1", bean + ".on#2");
            assertThat(registry.getListenerContainer(bean + ".on")).hasToString(text(bean + ".on", "c-in"));
            assertThat(registry.getListenerContainer(bean + ".on#1")).hasToString(text(bean + ".on#1", "a-in"));
            assertThat(registry.getListenerContainer(bean + ".on#2")).hasToString(text(bean + ".on#2", "b-in"));
        }
    }

    @Test
    void shouldStartAListenerWhoseBeanIsMadeWhileTheContextStarts() throws Exception {
        try (AnnotationConfigApplicationContext context = start(MadeWhileStarting.class)) {
            send(context, "a-out", "one");

            assertThat(take(context.getBean(Recording.class).seen)).isEqualTo("one");
        }
    }

    @Test
    void shouldRefuseAListenerOfAPrototype() {
        try (AnnotationConfigApplicationContext context = start(Prototype.class)) {
            assertThatThrownBy(() -> context.getBean(Recording.class))
                    .hasRootCauseInstanceOf(ZmqListenerDefinitionException.class)
                    .hasStackTraceContaining(
                            "Recording.on(java.lang.String): bean 'listeningPrototype' is not a singleton")
                    .hasStackTraceContaining(
                            "make it a singleton, or register its listeners with a ZmqListenerConfigurer");
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainers())
                    .isEmpty();
        }
    }

    @Test
    void shouldCallAScopedBeanThroughItsProxy() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Scoped.class)) {
            SharedRecording proxy = context.getBean("scopedListener", SharedRecording.class);
            proxy.touch();
            context.getBeanFactory().getRegisteredScope("short").remove("scopedTarget.scopedListener");
            proxy.touch();

            send(context, "a-out", "one");

            assertThat(take(SharedRecording.SEEN)).isEqualTo("one");
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainerIds())
                    .containsExactly("scopedListener.on");
        }
    }

    @Test
    void shouldNotHoldALockWhileItMakesBeans() {
        try (AnnotationConfigApplicationContext context = start(RegistersWhileItIsMade.class)) {
            ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
            DefaultZmqListenerContainerFactory factory = context.getBean(DefaultZmqListenerContainerFactory.class);
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch beanIsBeingMade = new CountDownLatch(1);
            context.getBean(RegistersWhileItIsMade.class).whileMade = () -> {
                beanIsBeingMade.countDown();
                await(inside);
                registry.registerListenerContainer(endpoint("second", "b-in"), factory);
                context.getBean(ZmqSocketRegistry.class).register(SocketDefinition.of("new-1", SocketType.PULL));
            };

            CompletableFuture<Void> making = TestThreads.run(() -> context.getBean("made"));
            CompletableFuture<Void> registering = TestThreads.run(() -> {
                await(beanIsBeingMade);
                registry.registerListenerContainer(endpoint("first", "a-in"), endpoint -> {
                    inside.countDown();
                    return factory.createListenerContainer(endpoint);
                });
            });

            assertThat(making).succeedsWithin(LIMIT);
            assertThat(registering).succeedsWithin(LIMIT);
            assertThat(registry.getListenerContainerIds()).containsExactlyInAnyOrder("first", "second");
        }
    }

    private static SimpleZmqListenerEndpoint endpoint(String id, String socket) {
        return new SimpleZmqListenerEndpoint(id, socket, message -> {});
    }

    private static String text(String id, String socket) {
        return "listener '" + id + "' on socket '" + socket + "' [RUNNING]";
    }

    private static AnnotationConfigApplicationContext start(Class<?> listeners) {
        return new AnnotationConfigApplicationContext(Sockets.class, listeners);
    }

    private static void send(AnnotationConfigApplicationContext context, String socket, Object payload) {
        context.getBean(ZmqTemplate.class).send(socket, payload);
    }

    private static String take(BlockingQueue<String> queue) throws InterruptedException {
        String taken = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(taken).as("something within " + LIMIT).isNotNull();
        return taken;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableZmq
    static class Sockets {

        @Bean
        ZmqContext zmqContext() {
            return ZmqContext.create();
        }

        @Bean
        ZmqSocketRegistry zmqSocketRegistry(ZmqContext context) {
            ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
            for (String name : new String[] {"a", "b", "c"}) {
                registry.register(
                        SocketDefinition.of(name + "-in", SocketType.PULL).withBind("inproc://" + name));
                registry.register(
                        SocketDefinition.of(name + "-out", SocketType.PUSH).withConnect("inproc://" + name));
            }
            return registry;
        }

        @Bean
        ZmqTemplate zmqTemplate(ZmqSocketRegistry sockets) {
            return new ZmqTemplate(sockets, new PayloadMessageConverter());
        }

        @Bean
        DefaultZmqListenerContainerFactory zmqListenerContainerFactory(
                ZmqSocketRegistry sockets, ZmqTemplate template) {
            return new DefaultZmqListenerContainerFactory(sockets, template, new PayloadMessageConverter());
        }
    }

    interface Listens<T> {

        @ZmqListener("a-in")
        void on(T payload);
    }

    static class ByInterface implements Listens<String> {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Override
        public void on(String payload) {
            seen.add(payload);
        }
    }

    static class Shouts {

        @ZmqListener("a-in")
        String shout(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    @SendTo("b-out")
    static class SendsToB extends Shouts {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener("b-in")
        void on(String text) {
            seen.add(text);
        }
    }

    static class Overloaded {

        @ZmqListener("a-in")
        void on(String text) {}

        @ZmqListener("b-in")
        void on(ByteBuffer buffer) {}

        @ZmqListener("c-in")
        void on(byte[] bytes) {}

        @ZmqListener("a-in")
        void also(String text) {}
    }

    static class Recording {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener("a-in")
        void on(String text) {
            seen.add(text);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MadeWhileStarting {

        @Bean
        @Lazy
        Recording lazyListener() {
            return new Recording();
        }

        @Bean
        Starting starting(ObjectProvider<Recording> listener) {
            return new Starting(listener);
        }
    }

    /** Asks for the lazy bean after the containers there are have started. */
    static class Starting implements SmartLifecycle {

        private final ObjectProvider<Recording> listener;
        private boolean running;

        Starting(ObjectProvider<Recording> listener) {
            this.listener = listener;
        }

        @Override
        public void start() {
            running = true;
            listener.getObject();
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return Integer.MAX_VALUE - 10;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototype {

        @Bean
        @Scope("prototype")
        Recording listeningPrototype() {
            return new Recording();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {

        @Bean
        static CustomScopeConfigurer scopes() {
            CustomScopeConfigurer configurer = new CustomScopeConfigurer();
            configurer.addScope("short", new SimpleThreadScope());
            return configurer;
        }

        @Bean
        @Scope(scopeName = "short", proxyMode = ScopedProxyMode.TARGET_CLASS)
        SharedRecording scopedListener() {
            return new SharedRecording();
        }
    }

    static class SharedRecording {

        static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

        void touch() {}

        @ZmqListener("a-in")
        void on(String text) {
            SEEN.add(text);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class RegistersWhileItIsMade {

        volatile Runnable whileMade = () -> {};

        @Bean
        @Lazy
        Object made() {
            whileMade.run();
            return new Object();
        }
    }
}
