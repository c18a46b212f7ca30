package io.zmqspring.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqUnroutableException;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;

/** Messages with a topic or a routing id, and messages taken by the template. */
@Timeout(60)
class TemplateAddressingTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final RoutingId WORKER = RoutingId.of("worker");

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
    private final ZmqTemplate template =
            new ZmqTemplate(registry, new PayloadMessageConverter(List.of(new JacksonJsonMessageConverter())));

    @BeforeEach
    void defineSockets() {
        registry.register(SocketDefinition.of("pub", SocketType.PUB).withBind("inproc://pub"));
        registry.register(SocketDefinition.of("sub", SocketType.SUB)
                .withConnect("inproc://pub")
                .withTopics("E"));
        registry.register(SocketDefinition.of("router", SocketType.ROUTER)
                .withBind("inproc://router")
                .withOptions(SocketOptions.builder().routerMandatory(true).build()));
        registry.register(SocketDefinition.of("dealer", SocketType.DEALER)
                .withConnect("inproc://router")
                .withOptions(SocketOptions.builder().routingId(WORKER).build()));
        registry.getSockets().forEach(socket -> socket.start());
        assertThat(((PubSocket) registry.getSocket("pub")).awaitSubscription("E", LIMIT))
                .isTrue();
        assertThat(registry.getSocket("router").awaitPeers(1, LIMIT)).isTrue();
    }

    @AfterEach
    void closeAll() {
        registry.destroy();
        context.close();
    }

    @Test
    void shouldPublishUnderATopic() {
        template.publish("pub", "EUR", "1.1");
        template.publish("pub", "EUR", ZmqMessage.ofStrings("a", "b"));
        template.publish("pub", "EUR", MessageBuilder.withPayload("wrapped").build());
        template.publish("pub", "EUR", new Price(3));
        template.publish("pub", "EUR", "EUR");
        template.send(
                "pub",
                MessageBuilder.withPayload("2")
                        .setHeader(ZmqHeaders.TOPIC, "EGP")
                        .build());
        template.setDefaultSocket("pub");
        template.publishDefault("EEK", "3");

        assertThat(published()).isEqualTo(ZmqMessage.ofStrings("EUR", "1.1"));
        assertThat(published()).isEqualTo(ZmqMessage.ofStrings("EUR", "a", "b"));
        assertThat(published()).isEqualTo(ZmqMessage.ofStrings("EUR", "wrapped"));
        assertThat(published()).isEqualTo(ZmqMessage.ofStrings("EUR", "{\"cents\":3}"));
        assertThat(published()).isEqualTo(ZmqMessage.ofStrings("EUR", "EUR"));
        assertThat(published()).isEqualTo(ZmqMessage.ofStrings("EGP", "2"));
        assertThat(published()).isEqualTo(ZmqMessage.ofStrings("EEK", "3"));
    }

    @Test
    void shouldSendToARoutingId() {
        template.sendTo("router", WORKER, "one");
        template.sendTo("router", WORKER, new Price(2));
        template.send("router", ZmqMessage.ofStrings("worker", "raw"));
        template.send(
                "router",
                MessageBuilder.withPayload("four")
                        .setHeader(ZmqHeaders.ROUTING_ID, WORKER)
                        .build());

        DealerSocket dealer = (DealerSocket) registry.getSocket("dealer");
        assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("one"));
        assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("{\"cents\":2}"));
        assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("raw"));
        assertThat(dealer.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("four"));
    }

    @Test
    void shouldSayThatNoPeerHasTheRoutingId() {
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> template.sendTo("router", RoutingId.of("nobody"), "one"));
    }

    @Test
    void shouldRefuseSocketsThatHaveNoTopicsOrRoutingIds() {
        assertThatExceptionOfType(ZmqSocketTypeException.class)
                .isThrownBy(() -> template.publish("router", "EUR", "1"))
                .withMessage("socket 'router' is of type ROUTER, which cannot publish under a topic: allowed are"
                        + " [PUB, XPUB]");
        assertThatExceptionOfType(ZmqSocketTypeException.class)
                .isThrownBy(() -> template.sendTo("pub", WORKER, "1"))
                .withMessage("socket 'pub' is of type PUB, which cannot send to a routing id: allowed are [ROUTER]");
        assertThatIllegalStateException().isThrownBy(() -> template.publishDefault("EUR", "1"));
    }

    @Test
    void shouldReceiveInTheTypeThatIsAskedFor() {
        for (int i = 0; i < 5; i++) {
            template.publish("pub", "EUR", new Price(i));
        }

        assertThat(template.receive("sub", Price.class, LIMIT)).isEqualTo(new Price(0));
        assertThat(template.receive("sub", String.class, LIMIT)).isEqualTo("{\"cents\":1}");
        assertThat(template.receive("sub", byte[].class, LIMIT)).isEqualTo("{\"cents\":2}".getBytes(UTF_8));
        assertThat(template.receive("sub", ZmqMessage.class, LIMIT))
                .isEqualTo(ZmqMessage.ofStrings("EUR", "{\"cents\":3}"));
        assertThat(template.receive("sub", Message.class, LIMIT).getHeaders())
                .containsOnlyKeys(
                        ZmqHeaders.TOPIC,
                        ZmqHeaders.FRAME_COUNT,
                        ZmqHeaders.RECEIVED_SOCKET,
                        ZmqHeaders.SOCKET_TYPE,
                        ZmqHeaders.PEER,
                        ZmqHeaders.PEER_ADDRESS)
                .containsEntry(ZmqHeaders.TOPIC, "EUR");
        assertThat(template.receive("sub", Price.class, Duration.ZERO)).isNull();
    }

    @Test
    void shouldSayWhatCannotBeReceived() {
        template.publish("pub", "EUR", ZmqMessage.ofStrings("a", "b"));

        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> template.receive("sub", Price.class, LIMIT))
                .withMessageContaining("a message of 2 frames cannot be one " + Price.class.getName());
        assertThatExceptionOfType(ZmqSocketTypeException.class)
                .isThrownBy(() -> template.receive("pub", String.class, LIMIT))
                .withMessageContaining("which cannot receive");
    }

    @Test
    void shouldLetPostProcessorsChangeWhatIsSentAndReceived() {
        template.setBeforeSendPostProcessors(
                message -> MessageBuilder.fromMessage(message)
                        .setHeader(ZmqHeaders.TOPIC, "ENV")
                        .build(),
                message -> MessageBuilder.withPayload(message.getPayload() + "!")
                        .copyHeaders(message.getHeaders())
                        .build());
        template.setAfterReceivePostProcessors(message ->
                MessageBuilder.fromMessage(message).setHeader("seen", true).build());

        template.send("pub", "1");
        template.send("pub", "2");

        assertThat(published()).isEqualTo(ZmqMessage.ofStrings("ENV", "1!"));
        Message<?> received = template.receive("sub", Message.class, LIMIT);
        assertThat(received.getHeaders()).containsAllEntriesOf(Map.of("seen", true, ZmqHeaders.TOPIC, "ENV"));
    }

    private ZmqMessage published() {
        return ((SubSocket) registry.getSocket("sub")).receiveMessage(LIMIT);
    }

    record Price(int cents) {}
}
