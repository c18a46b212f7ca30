package io.zmqspring.annotation;

import static io.zmqspring.annotation.PlainApplication.send;
import static io.zmqspring.annotation.PlainApplication.start;
import static io.zmqspring.annotation.PlainApplication.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.SimpleZmqListenerEndpoint;
import io.zmqspring.config.ZmqListenerEndpointRegistrar;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.messaging.handler.annotation.SendTo;

/** Which listeners are registered, when, and which are refused. */
@Timeout(60)
class ListenerRegistrationTest {

    @Test
    void shouldListenForBeansMadeLater() throws Exception {
        try (AnnotationConfigApplicationContext context = start(LazyConfiguration.class)) {
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainers())
                    .isEmpty();

            Late late = context.getBean(Late.class);
            send(context, "text-out", "one");

            assertThat(take(late.seen)).isEqualTo("one");
        }
    }

    @Test
    void shouldRegisterAndUnregisterByCode() throws Exception {
        try (AnnotationConfigApplicationContext context = start(ByCode.class)) {
            ByCode configuration = context.getBean(ByCode.class);
            ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
            send(context, "text-out", "one");
            assertThat(take(configuration.seen)).isEqualTo("one");

            ZmqMessageListenerContainer removed = registry.unregisterListenerContainer("by-code");
            assertThat(removed).isNotNull();
            assertThat(removed.isRunning()).isFalse();
            assertThat(context.containsBean("by-code")).isFalse();
            assertThat(registry.getListenerContainerIds()).isEmpty();

            registry.registerListenerContainer(
                    new SimpleZmqListenerEndpoint("again", "text-in", message -> configuration.seen.add("again")),
                    context.getBean(DefaultZmqListenerContainerFactory.class));
            send(context, "text-out", "two");
            assertThat(take(configuration.seen)).isEqualTo("again");
        }
    }

    @Test
    void shouldRefuseASocketThatDoesNotExist() {
        assertThatRefuses(() -> start(UnknownSocket.class))
                .hasMessageContaining("UnknownSocket.on(java.lang.String)")
                .hasMessageContaining("cannot listen: no socket named 'nowhere': known are [");
    }

    @Test
    void shouldRefuseASocketThatCannotReceive() {
        assertThatRefuses(() -> start(SendingSocket.class))
                .hasMessageContaining("socket 'text-out' is of type PUSH, which cannot be listened on: allowed"
                        + " are [PAIR, PULL, GATHER, CHANNEL, REP, DEALER, ROUTER, SUB, XPUB, XSUB]");
    }

    @Test
    void shouldRefuseAResultThatHasNowhereToGo() {
        assertThatRefuses(() -> start(LostResult.class))
                .hasMessageContaining(
                        "returns java.lang.String, but socket 'text-in' of type PULL cannot send it back: add"
                                + " @SendTo");
    }

    @Test
    void shouldRefuseToSendResultsToASocketThatCannotSend() {
        assertThatRefuses(() -> start(WrongSendTo.class))
                .hasMessageContaining(
                        "its result cannot be sent: socket 'bytes-in' is of type PULL, which cannot send");
    }

    @Test
    void shouldRefuseTheSameIdTwice() {
        assertThatRefuses(() -> start(SameId.class)).hasMessageContaining("its id 'same' is that of another listener");
    }

    @Test
    void shouldRefuseTheNameOfABeanAsId() {
        assertThatRefuses(() -> start(BeanNameAsId.class))
                .hasMessageContaining("its id 'text-in' is the name of another bean");
    }

    @Test
    void shouldRefuseAValueOfTheWrongKind() {
        assertThatRefuses(() -> start(NotANumber.class))
                .hasMessageContaining("concurrency is '${test.id}', that is 'resolved-id', wanted is a number");
    }

    @Test
    void shouldRefuseAProxyThatHidesTheMethod() {
        assertThatThrownBy(() -> start(HiddenByProxy.class).close())
                .hasStackTraceContaining("on")
                .hasStackTraceContaining("proxy");
    }

    @Test
    void shouldSayWhichBeanIsMissingWithoutAContainerFactory() {
        assertThatRefuses(() -> new AnnotationConfigApplicationContext(NoFactory.class))
                .hasMessageContaining("define a bean 'zmqListenerContainerFactory'");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertThatRefuses(ThrowingCallable start) {
        return assertThatThrownBy(start).isInstanceOf(ZmqListenerDefinitionException.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyConfiguration {

        @Bean
        @Lazy
        Late late() {
            return new Late();
        }
    }

    static class Late {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener("text-in")
        void on(String text) {
            seen.add(text);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ByCode implements ZmqListenerConfigurer {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @Override
        public void configureZmqListeners(ZmqListenerEndpointRegistrar registrar) {
            registrar.registerEndpoint(
                    new SimpleZmqListenerEndpoint("by-code", "text-in", message -> seen.add(message.string(0))));
        }
    }

    static class UnknownSocket {

        @ZmqListener("nowhere")
        void on(String text) {}
    }

    static class SendingSocket {

        @ZmqListener("text-out")
        void on(String text) {}
    }

    static class LostResult {

        @ZmqListener("text-in")
        String on(String text) {
            return text;
        }
    }

    static class WrongSendTo {

        @ZmqListener("text-in")
        @SendTo("bytes-in")
        String on(String text) {
            return text;
        }
    }

    static class SameId {

        @ZmqListener(id = "same", socket = "text-in")
        void one(String text) {}

        @ZmqListener(id = "same", socket = "bytes-in")
        void two(String text) {}
    }

    static class BeanNameAsId {

        @ZmqListener(id = "text-in", socket = "text-in")
        void on(String text) {}
    }

    static class NotANumber {

        @ZmqListener(socket = "text-in", concurrency = "${test.id}")
        void on(String text) {}
    }

    interface Visible {

        void visible();
    }

    static class Hidden implements Visible {

        @Override
        public void visible() {}

        @ZmqListener("text-in")
        void on(String text) {}
    }

    static class HiddenByProxy {

        @Bean
        static Object hidden() {
            ProxyFactory factory = new ProxyFactory(new Hidden());
            factory.setInterfaces(Visible.class);
            return factory.getProxy();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableZmq
    static class NoFactory {

        @ZmqListener("text-in")
        void on(String text) {}
    }
}
