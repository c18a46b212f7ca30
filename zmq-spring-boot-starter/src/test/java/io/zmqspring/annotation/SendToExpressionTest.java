package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.LIMIT;
import static io.zmqspring.annotation.ListenerApplication.counters;
import static io.zmqspring.annotation.ListenerApplication.send;
import static io.zmqspring.annotation.ListenerApplication.take;
import static io.zmqspring.annotation.ListenerApplication.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;

@Timeout(60)
class SendToExpressionTest {

    private final ApplicationContextRunner runner = with(
            "in pull bind inproc://in",
            "out push connect inproc://in",
            "even push bind inproc://even",
            "even-in pull connect inproc://even",
            "news pub bind inproc://news",
            "news-in sub connect inproc://news");

    @Test
    void shouldChooseTheSocketAndTopicOfEachResult() {
        runner.withUserConfiguration(Choosing.class).run(context -> {
            assertThat(context.getBean("news", PubSocket.class).awaitSubscription("odd", LIMIT))
                    .isTrue();

            send(context, "out", "1", "2", "nowhere", "3");

            BlockingQueue<String> seen = context.getBean(Choosing.class).seen;
            assertThat(new String[] {take(seen), take(seen), take(seen)})
                    .containsExactlyInAnyOrder("odd/in 1", "even 2", "odd/in 3");
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(counters(context, "choosing")).isEqualTo(new ListenerCounters(4, 3, 1, 0)));
        });
    }

    @Test
    void shouldRefuseWhatIsNoExpression() {
        runner.withUserConfiguration(Unreadable.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ZmqListenerDefinitionException.class)
                        .hasMessageContaining("@SendTo '!{result' cannot be read"));
    }

    static class Choosing {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener(id = "choosing", value = "in")
        @SendTo("!{result == 2 ? 'even' : 'news'}!{result == 2 ? '' : '/odd/' + source.headers['zmq_receivedSocket']}")
        int on(String number) {
            return Integer.parseInt(number);
        }

        @ZmqListener("even-in")
        void even(String number) {
            seen.add("even " + number);
        }

        @ZmqListener(socket = "news-in", topics = "odd")
        void odd(@Header(ZmqHeaders.TOPIC) String topic, String number) {
            seen.add(topic + " " + number);
        }
    }

    static class Unreadable {

        @ZmqListener("in")
        @SendTo("!{result")
        String on(String text) {
            return text;
        }
    }
}
