package io.zmqspring.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.TestThreads;
import io.zmqspring.support.ZmqReplyTimeoutException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;

/** Requests over REQ sockets. */
@Timeout(60)
class TemplateRequestTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
    private final ZmqTemplate template =
            new ZmqTemplate(registry, new PayloadMessageConverter(List.of(new JacksonJsonMessageConverter())));
    private final RepSocket rep = context.rep();

    @BeforeEach
    void defineSockets() {
        rep.bind("inproc://server");
        registry.register(SocketDefinition.of("strict", SocketType.REQ).withConnect("inproc://server"));
        registry.register(SocketDefinition.of("relaxed", SocketType.REQ)
                .withConnect("inproc://server")
                .withOptions(SocketOptions.builder().reqRelaxed(true).build()));
        registry.register(SocketDefinition.of("push", SocketType.PUSH).withConnect("inproc://push"));
    }

    @AfterEach
    void closeAll() {
        registry.destroy();
        context.close();
    }

    @Test
    void shouldConvertRequestAndReply() {
        CompletableFuture<Void> server = answering(2);

        assertThat(template.sendAndReceive("strict", "hello", String.class)).isEqualTo("hello");
        assertThat(template.sendAndReceive("strict", new Price(3), Price.class)).isEqualTo(new Price(3));

        assertThat(server).succeedsWithin(LIMIT);
    }

    @Test
    void shouldLetThreadsTakeTurns() {
        CompletableFuture<Void> server = answering(200);
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int first = 50 * i;
            clients.add(TestThreads.run(() -> {
                for (int j = first; j < first + 50; j++) {
                    assertThat(template.sendAndReceive("strict", "" + j, String.class, LIMIT))
                            .isEqualTo("" + j);
                }
            }));
        }

        assertThat(clients).allSatisfy(client -> assertThat(client).succeedsWithin(LIMIT));
        assertThat(server).succeedsWithin(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "relaxed"})
    void shouldGoOnAfterARequestWithoutAReply(String socket) {
        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.sendAndReceive(socket, "lost", String.class, SHORT))
                .withMessage("socket '" + socket + "': no reply within PT0.05S, 1 peer is connected")
                .satisfies(timeout -> assertThat(timeout.socketName()).isEqualTo(socket));

        CompletableFuture<String> next =
                CompletableFuture.supplyAsync(() -> template.sendAndReceive(socket, "next", String.class, LIMIT));
        assertThat(rep.receive(LIMIT)).isEqualTo("lost".getBytes(UTF_8));
        rep.send("a late reply".getBytes(UTF_8));
        answer();

        assertThat(next).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("next");
    }

    @Test
    void shouldGoOnOverASocketThatWasRestartedWhileAReplyWasDue() {
        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.sendAndReceive("strict", "lost", String.class, SHORT))
                .withCauseInstanceOf(ZmqRequestTimeoutException.class);
        assertThat(rep.receive(LIMIT)).isEqualTo("lost".getBytes(UTF_8));
        rep.send("a late reply".getBytes(UTF_8));
        registry.getSocket("strict").stop();
        registry.getSocket("strict").start();
        CompletableFuture<Void> server = answering(1);

        assertThat(template.sendAndReceive("strict", "next", String.class, LIMIT))
                .isEqualTo("next");
        assertThat(server).succeedsWithin(LIMIT);
    }

    @Test
    void shouldNotTakeALateReplyForTheNextOne() {
        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.sendAndReceive("strict", "slow", String.class, SHORT));
        assertThat(rep.receive(LIMIT)).isEqualTo("slow".getBytes(UTF_8));
        rep.send("a late reply".getBytes(UTF_8));
        CompletableFuture<Void> server = answering(1);

        assertThat(template.sendAndReceive("strict", "next", String.class, LIMIT))
                .isEqualTo("next");
        assertThat(server).succeedsWithin(LIMIT);
    }

    @Test
    void shouldRefuseOtherTypesAndTimes() {
        assertThatExceptionOfType(ZmqSocketTypeException.class)
                .isThrownBy(() -> template.sendAndReceive("push", "hello", String.class))
                .withMessage("socket 'push' is of type PUSH, which cannot send requests: allowed are [REQ, DEALER]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.setReplyTimeout(Duration.ZERO))
                .withMessage("replyTimeout=PT0S is out of range: allowed is more than 0 s");
    }

    private CompletableFuture<Void> answering(int requests) {
        return TestThreads.run(() -> {
            for (int i = 0; i < requests; i++) {
                answer();
            }
        });
    }

    private void answer() {
        ZmqMessage request = rep.receiveMessage(LIMIT);
        assertThat(request).isNotNull();
        rep.send(request);
    }

    record Price(int cents) {}
}
