package io.zmqspring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.messaging.support.MessageBuilder;

@Timeout(60)
class ZmqTemplateTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
    private final ZmqTemplate template = new ZmqTemplate(registry, new PayloadMessageConverter());
    private PullSocket in;

    @BeforeEach
    void defineSockets() {
        in = (PullSocket)
                registry.register(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://template"));
        registry.register(SocketDefinition.of("out", SocketType.PUSH).withConnect("inproc://template"));
        registry.register(SocketDefinition.of("alone", SocketType.PUSH).withBind("inproc://nobody"));
        registry.getSocket("in").start();
    }

    @AfterEach
    void closeAll() {
        registry.destroy();
        context.close();
    }

    @Test
    void shouldSendEveryKindOfPayload() {
        template.send("out", "text");
        template.send("out", new byte[] {1});
        template.send("out", ZmqMessage.ofStrings("a", "b"));
        template.send("out", List.of(new byte[] {2}, new byte[] {3}));
        template.send("out", MessageBuilder.withPayload("wrapped").build());

        assertThat(receive()).isEqualTo(ZmqMessage.ofStrings("text"));
        assertThat(receive()).isEqualTo(ZmqMessage.of(new byte[] {1}));
        assertThat(receive()).isEqualTo(ZmqMessage.ofStrings("a", "b"));
        assertThat(receive()).isEqualTo(ZmqMessage.of(new byte[] {2}, new byte[] {3}));
        assertThat(receive()).isEqualTo(ZmqMessage.ofStrings("wrapped"));
    }

    @Test
    void shouldSendOnTheDefaultSocketOrTheOneTheHeaderNames() {
        template.setDefaultSocket("out");
        template.sendDefault("one");
        template.send(MessageBuilder.withPayload("two").build());
        template.setDefaultSocket("alone");
        template.send(MessageBuilder.withPayload("three")
                .setHeader(ZmqHeaders.SOCKET, "out")
                .build());

        assertThat(receive()).isEqualTo(ZmqMessage.ofStrings("one"));
        assertThat(receive()).isEqualTo(ZmqMessage.ofStrings("two"));
        assertThat(receive()).isEqualTo(ZmqMessage.ofStrings("three"));
    }

    @Test
    void shouldSayWhatToDoWhenNoSocketIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> template.sendDefault("lost"))
                .withMessageContaining("set zmq.template.default-socket, or the header zmq_socket");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> template.send(MessageBuilder.withPayload("lost").build()));
    }

    @Test
    void shouldGiveUpAfterTheSendTimeout() {
        assertThat(template.getSendTimeout()).isEqualTo(Duration.ofSeconds(5));
        template.setSendTimeout(Duration.ofMillis(20));

        assertThatExceptionOfType(ZmqSendTimeoutException.class)
                .isThrownBy(() -> template.send("alone", "text"))
                .withMessage("socket 'alone': message not sent within PT0.02S, no peer is connected")
                .satisfies(failure -> {
                    assertThat(failure.socketName()).isEqualTo("alone");
                    assertThat(failure.timeout()).isEqualTo(Duration.ofMillis(20));
                });
        assertThat(registry.getSocket("alone").counters().sent()).isZero();
    }

    @Test
    void shouldSayThatPeersHadNoRoom() {
        template.setSendTimeout(Duration.ZERO);
        SocketOptions small = SocketOptions.builder().sendHwm(1).receiveHwm(1).build();
        registry.register(SocketDefinition.of("full", SocketType.PUSH)
                .withBind("inproc://full")
                .withOptions(small));
        try (PullSocket slow = context.pull(small)) {
            slow.connect("inproc://full");
            assertThatExceptionOfType(ZmqSendTimeoutException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            template.send("full", "text");
                        }
                    })
                    .withMessageEndingWith("none of 1 connected peers had room");
        }
    }

    @Test
    void shouldLeaveTheTimeoutToTheSocketWhenItHasNone() {
        template.setSendTimeout(null);
        registry.register(SocketDefinition.of("own", SocketType.PUSH)
                .withBind("inproc://own")
                .withOptions(SocketOptions.builder()
                        .sendTimeout(Duration.ofMillis(20))
                        .build()));

        assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(() -> template.send("own", "text"))
                .isNotInstanceOf(ZmqSendTimeoutException.class);
    }

    @Test
    void shouldTellWhetherItCouldSendInTime() {
        assertThat(template.trySend("out", "text", Duration.ZERO)).isTrue();
        assertThat(template.trySend("alone", "text", Duration.ofMillis(1))).isFalse();
    }

    @Test
    void shouldRefuseSocketsItCannotSendOn() {
        assertThatExceptionOfType(ZmqUnknownSocketException.class).isThrownBy(() -> template.send("nowhere", "text"));
        assertThatExceptionOfType(ZmqSocketTypeException.class).isThrownBy(() -> template.send("in", "text"));
        registry.getSocket("out").stop();
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> template.send("out", "text"));
    }

    @Test
    void shouldRefuseANegativeTimeout() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.setSendTimeout(Duration.ofMillis(-1)))
                .withMessageContaining("sendTimeout=PT-0.001S");
    }

    @Test
    void shouldGiveTheSocketToACallback() {
        int frames = template.execute("in", socket -> {
            template.send("out", "text");
            return ((PullSocket) socket).receiveMessage().frameCount();
        });

        assertThat(frames).isEqualTo(1);
    }

    @Test
    void shouldSendFromManyThreadsWithoutLosingAnything() {
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            int first = sender * 500;
            senders.add(CompletableFuture.runAsync(() -> {
                for (int i = first; i < first + 500; i++) {
                    template.send("out", ZmqMessage.ofStrings("number", Integer.toString(i)));
                }
            }));
        }
        Set<Integer> numbers = new TreeSet<>();
        for (int i = 0; i < 2000; i++) {
            ZmqMessage message = receive();
            assertThat(message.string(0)).isEqualTo("number");
            numbers.add(Integer.valueOf(message.string(1)));
        }

        assertThat(numbers).hasSize(2000);
        assertThat(senders).allSatisfy(sender -> assertThat(sender).succeedsWithin(LIMIT));
    }

    private ZmqMessage receive() {
        ZmqMessage message = in.receiveMessage(LIMIT);
        assertThat(message).as("a message within " + LIMIT).isNotNull();
        return message;
    }
}
