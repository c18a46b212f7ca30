package io.zmqspring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.SimpleZmqListenerEndpoint;
import io.zmqspring.config.ZmqListenerEndpointRegistrar;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.FailureResolution;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.ListenerExecutionFailedException;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.template.ZmqTemplate;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import reactor.core.publisher.Mono;

@Timeout(60)
class ZmqListenerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void shouldGiveEachParameterWhatItAsksFor() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Parameters.class)) {
            Parameters listeners = context.getBean(Parameters.class);

            send(context, "frames-out", ZmqMessage.ofStrings("a", "", "c"));
            assertThat(take(listeners.seen)).isEqualTo(List.of("a", "", "c"));
            send(context, "list-out", ZmqMessage.ofStrings("d", "e"));
            assertThat(take(listeners.seen)).isEqualTo(List.of("d", "e"));
            send(context, "texts-out", ZmqMessage.ofStrings("Grüße", ""));
            assertThat(take(listeners.seen)).isEqualTo(List.of("Grüße", ""));
            send(context, "texts-out", "one");
            assertThat(take(listeners.seen)).isEqualTo(List.of("one"));
            send(context, "bytes-out", "bytes");
            assertThat(take(listeners.seen)).isEqualTo("bytes");
            send(context, "buffer-out", "buffer");
            assertThat(take(listeners.seen)).isEqualTo("buffer");
            send(context, "text-out", "Grüße");
            assertThat(take(listeners.seen)).isEqualTo("Grüße");
            send(context, "json-out", new Price("EUR", 110));
            assertThat(take(listeners.seen)).isEqualTo(new Price("EUR", 110));
            send(context, "message-out", new Price("USD", 100));
            assertThat(take(listeners.seen)).isEqualTo(new Price("USD", 100));
        }
    }

    @Test
    void shouldGiveHeaders() throws Exception {
        try (AnnotationConfigApplicationContext context = start(HeaderParameters.class)) {
            HeaderParameters listeners = context.getBean(HeaderParameters.class);

            send(context, "frames-out", ZmqMessage.ofStrings("a", "b"));

            assertThat(take(listeners.seen)).isEqualTo(List.of("frames-in", 2, "headers"));
        }
    }

    @Test
    void shouldSendResultsBackOverASocketThatCanSend() {
        try (AnnotationConfigApplicationContext context = start(PairReplies.class)) {
            PairSocket asking = context.getBean("pair-out", PairSocket.class);

            for (String question : List.of("now", "future", "mono", "none", "frames")) {
                asking.send(question.getBytes(StandardCharsets.UTF_8));
            }

            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("NOW"));
            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("FUTURE"));
            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("MONO"));
            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("two", "frames"));
        }
    }

    @Test
    void shouldSendResultsToTheSocketNamedBySendTo() throws Exception {
        try (AnnotationConfigApplicationContext context = start(SendToReplies.class)) {
            send(context, "text-out", "one");

            assertThat(take(context.getBean(SendToReplies.class).seen)).isEqualTo("ONE");
        }
    }

    @Test
    void shouldListenOnEachSocketOfARepeatedAnnotation() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Repeated.class)) {
            Repeated listeners = context.getBean(Repeated.class);

            send(context, "text-out", "one");
            assertThat(take(listeners.seen)).isEqualTo("text-in one");
            send(context, "bytes-out", "two");
            assertThat(take(listeners.seen)).isEqualTo("bytes-in two");
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainerIds())
                    .containsExactlyInAnyOrder("zmqListenerTest.Repeated.on", "zmqListenerTest.Repeated.on#1");
        }
    }

    @Test
    void shouldFindTheAnnotationOnAnotherAnnotation() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Composed.class)) {
            send(context, "text-out", "one");

            assertThat(take(context.getBean(Composed.class).seen)).isEqualTo("one");
            assertThat(container(context, "composed").getConcurrency()).isEqualTo(2);
        }
    }

    @Test
    void shouldResolvePlaceholdersAndExpressions() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Resolved.class)) {
            ZmqMessageListenerContainer container = container(context, "resolved-id");

            assertThat(container.getSocketName()).isEqualTo("text-in");
            assertThat(container.getConcurrency()).isEqualTo(3);
            assertThat(container.isAutoStartup()).isFalse();
            assertThat(container.isRunning()).isFalse();
        }
    }

    @Test
    void shouldMakeEachContainerABeanThatFollowsTheContext() {
        ZmqMessageListenerContainer container;
        try (AnnotationConfigApplicationContext context = start(Composed.class)) {
            container = context.getBean("composed", ZmqMessageListenerContainer.class);
            assertThat(container.isRunning()).isTrue();
            context.stop();
            assertThat(container.isRunning()).isFalse();
            context.start();
            assertThat(container.isRunning()).isTrue();
        }
        assertThat(container.isRunning()).isFalse();
    }

    @Test
    void shouldLetAMethodErrorHandlerStandIn() {
        try (AnnotationConfigApplicationContext context = start(MethodErrorHandler.class)) {
            PairSocket asking = context.getBean("pair-out", PairSocket.class);

            asking.send("bad".getBytes(StandardCharsets.UTF_8));

            assertThat(asking.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("sorry: bad"));
            assertThat(container(context, "failing").getCounters().failed()).isZero();
        }
    }

    @Test
    void shouldTellTheErrorHandlerOfAnyFailureAndGoOn() throws Exception {
        try (AnnotationConfigApplicationContext context = start(ContainerErrorHandler.class)) {
            ContainerErrorHandler listeners = context.getBean(ContainerErrorHandler.class);

            send(context, "json-out", "{no json");
            send(context, "json-out", ZmqMessage.ofStrings("two", "frames"));
            send(context, "json-out", new Price("BAD", 0));
            send(context, "json-out", new Price("EUR", 1));

            assertThat(take(listeners.failures)).isInstanceOf(ListenerExecutionFailedException.class);
            assertThat(take(listeners.failures))
                    .asString()
                    .contains("a message of 2 frames cannot be one " + Price.class.getName());
            assertThat(take(listeners.failures)).hasRootCauseMessage("a bad price");
            assertThat(take(listeners.seen)).isEqualTo(new Price("EUR", 1));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(container(context, "priced").getCounters())
                            .isEqualTo(new ListenerCounters(4, 1, 3, 0)));
        }
    }

    @Test
    void shouldValidateWhatIsMarked() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Validating.class)) {
            Validating listeners = context.getBean(Validating.class);

            send(context, "json-out", new Price("EUR", -1));
            send(context, "json-out", new Price("EUR", 1));

            assertThat(take(listeners.seen)).isEqualTo(new Price("EUR", 1));
            assertThat(container(context, "validating").getCounters().failed()).isEqualTo(1);
        }
    }

    @Test
    void shouldListenForBeansMadeLater() throws Exception {
        try (AnnotationConfigApplicationContext context = start(LazyConfiguration.class)) {
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainers())
                    .isEmpty();

            Composed late = context.getBean(Composed.class);
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

    private static AnnotationConfigApplicationContext start(Class<?> listeners) {
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

    private static void send(AnnotationConfigApplicationContext context, String socket, Object payload) {
        context.getBean(ZmqTemplate.class).send(socket, payload);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(taken).as("something within " + LIMIT).isNotNull();
        return taken;
    }

    private static ZmqMessageListenerContainer container(AnnotationConfigApplicationContext context, String id) {
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

    static class Parameters {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener("frames-in")
        void frames(ZmqMessage message) {
            seen.add(List.of(message.string(0), message.string(1), message.string(2)));
        }

        @ZmqListener("list-in")
        void list(List<byte[]> frames) {
            seen.add(frames.stream().map(String::new).toList());
        }

        @ZmqListener("texts-in")
        void texts(List<String> frames) {
            seen.add(frames.stream().map(text -> text.concat("")).toList());
        }

        @ZmqListener("bytes-in")
        void bytes(byte[] body) {
            seen.add(new String(body, StandardCharsets.UTF_8));
        }

        @ZmqListener("buffer-in")
        void buffer(ByteBuffer body) {
            seen.add(StandardCharsets.UTF_8.decode(body).toString());
        }

        @ZmqListener("text-in")
        void text(String text) {
            seen.add(text);
        }

        @ZmqListener("json-in")
        void json(@Payload Price price) {
            seen.add(price);
        }

        @ZmqListener("message-in")
        void message(Message<Price> message) {
            seen.add(message.getPayload());
        }
    }

    static class HeaderParameters {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener(id = "headers", socket = "frames-in")
        void on(
                ZmqMessage message,
                @Header(ZmqHeaders.RECEIVED_SOCKET) String socket,
                @Header(ZmqHeaders.FRAME_COUNT) int frames,
                @Headers Map<String, Object> headers) {
            seen.add(List.of(socket, frames, headers.get(ZmqHeaders.LISTENER_ID)));
        }
    }

    static class PairReplies {

        @ZmqListener("pair-in")
        Object on(String question) {
            return switch (question) {
                case "future" -> CompletableFuture.completedFuture("FUTURE");
                case "mono" -> Mono.just("MONO");
                case "none" -> null;
                case "frames" -> ZmqMessage.ofStrings("two", "frames");
                default -> question.toUpperCase(Locale.ROOT);
            };
        }
    }

    static class SendToReplies {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener("text-in")
        @SendTo("#{'bytes' + '-out'}")
        String on(String text) {
            return text.toUpperCase(Locale.ROOT);
        }

        @ZmqListener("bytes-in")
        void result(String text) {
            seen.add(text);
        }
    }

    static class Repeated {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener("text-in")
        @ZmqListener("bytes-in")
        void on(String text, @Header(ZmqHeaders.RECEIVED_SOCKET) String socket) {
            seen.add(socket + " " + text);
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ZmqListener(id = "composed", concurrency = "2")
    @interface TextListener {

        @AliasFor(annotation = ZmqListener.class, attribute = "socket")
        String socket();
    }

    static class Composed {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @TextListener(socket = "text-in")
        void on(String text) {
            seen.add(text);
        }
    }

    static class Resolved {

        @ZmqListener(
                id = "${test.id}",
                socket = "${test.socket}-in",
                concurrency = "#{1 + 2}",
                autoStartup = "#{'${test.workers}' == '4'}")
        void on(String text) {}
    }

    static class MethodErrorHandler {

        @ZmqListener(id = "failing", socket = "pair-in", errorHandler = "apology")
        String on(String text) {
            throw new IllegalStateException(text);
        }

        @Bean
        static ZmqListenerErrorHandler apology() {
            return (message, failure) -> "sorry: " + failure.getCause().getMessage();
        }
    }

    static class ContainerErrorHandler {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

        @ZmqListener(id = "priced", socket = "json-in", errorHandler = "#{@collecting}")
        void on(Price price) {
            if (price.symbol().equals("BAD")) {
                throw new IllegalArgumentException("a bad price");
            }
            seen.add(price);
        }

        @Bean
        ZmqContainerErrorHandler collecting() {
            return failed -> {
                failures.add(failed.cause());
                return FailureResolution.giveUp();
            };
        }
    }

    static class Validating {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener(id = "validating", socket = "json-in")
        void on(@Validated Price price) {
            seen.add(price);
        }

        @Bean
        static ZmqListenerConfigurer withValidator() {
            return registrar -> registrar.setValidator(new PositivePrice());
        }
    }

    static final class PositivePrice implements Validator {

        @Override
        public boolean supports(Class<?> type) {
            return type == Price.class;
        }

        @Override
        public void validate(Object target, Errors errors) {
            if (((Price) target).cents() < 0) {
                errors.reject("negative");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyConfiguration {

        @Bean
        @Lazy
        Composed composedListener() {
            return new Composed();
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
