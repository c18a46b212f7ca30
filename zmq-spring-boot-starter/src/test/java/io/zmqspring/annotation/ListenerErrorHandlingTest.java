package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.LIMIT;
import static io.zmqspring.annotation.ListenerApplication.counters;
import static io.zmqspring.annotation.ListenerApplication.send;
import static io.zmqspring.annotation.ListenerApplication.take;
import static io.zmqspring.annotation.ListenerApplication.with;
import static io.zmqspring.annotation.ListenerApplication.withPushAndPull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ListenerCounters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages that fail for good: error replies and dead letters. */
@Timeout(60)
class ListenerErrorHandlingTest {

    @Test
    void shouldAnswerFailuresAsTheListenerSays() {
        with("in rep bind inproc://in")
                .withUserConfiguration(ErrorReplies.class)
                .run(context -> {
                    try (ReqSocket req = context.getBean(ZmqContext.class).req()) {
                        req.connect("inproc://in");
                        req.send("x".getBytes(StandardCharsets.UTF_8));

                        assertThat(req.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("error: not x"));
                    }
                });
    }

    @Test
    void shouldRetryAndThenSendToTheDeadLetterSocket() {
        with(
                        "in pull bind inproc://in",
                        "out push connect inproc://in",
                        "dead push bind inproc://dead",
                        "dead-in pull connect inproc://dead")
                .withPropertyValues(
                        "zmq.listener.retry.enabled=true",
                        "zmq.listener.retry.max-retries=2",
                        "zmq.listener.retry.delay=1ms",
                        "zmq.listener.dead-letter-socket=dead")
                .withUserConfiguration(Dead.class)
                .run(context -> {
                    send(context, "out", "x");

                    assertThat(take(context.getBean(Dead.class).letters))
                            .isEqualTo(List.of(
                                    "{\"listener\":\"failing\",\"socket\":\"in\",\"attempts\":3,"
                                            + "\"exception\":\"java.lang.IllegalStateException\","
                                            + "\"reason\":\"a \\\"quoted\\\" \\u000a reason\"}",
                                    "x"));
                    assertThat(context.getBean(Dead.class).attempts).hasSize(3);
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(counters(context, "failing"))
                                    .isEqualTo(new ListenerCounters(1, 1, 0, 0)));
                });
    }

    @Test
    void shouldSayWhichDeadLetterSocketThereIsNot() {
        withPushAndPull()
                .withPropertyValues("zmq.listener.dead-letter-socket=in")
                .withUserConfiguration(Dead.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("zmq.listener.dead-letter-socket is 'in', which cannot be used"));
    }

    static class ErrorReplies {

        @ZmqListener(value = "in", errorReply = "exception-message")
        String on(String text) {
            throw new IllegalStateException("not " + text);
        }
    }

    static class Dead {

        final BlockingQueue<List<String>> letters = new LinkedBlockingQueue<>();
        final BlockingQueue<String> attempts = new LinkedBlockingQueue<>();

        @ZmqListener(id = "failing", value = "in")
        void on(String text) {
            attempts.add(text);
            throw new IllegalStateException("a \"quoted\" \n reason");
        }

        @ZmqListener("dead-in")
        void letter(List<String> frames) {
            letters.add(frames);
        }
    }
}
