package io.zmqspring.core.pattern.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnSubscriptionsTest {

    private final OwnSubscriptions subscriptions = new OwnSubscriptions();

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private boolean matches(String topic) {
        return subscriptions.matches(bytes(topic), topic.length());
    }

    @Test
    void shouldEndASubscriptionWithAsManyCancellations() {
        assertThat(subscriptions.add(bytes("a"))).isTrue();
        assertThat(subscriptions.add(bytes("a"))).isFalse();
        assertThat(subscriptions.remove(bytes("a"))).isFalse();
        assertThat(matches("abc")).isTrue();
        assertThat(subscriptions.remove(bytes("a"))).isTrue();
        assertThat(matches("abc")).isFalse();
        assertThat(subscriptions.remove(bytes("a"))).isFalse();
        assertThat(subscriptions.topics()).isZero();
    }

    @Test
    void shouldMatchByAnyPrefix() {
        assertThat(matches("")).isFalse();
        subscriptions.add(bytes("ab"));
        assertThat(matches("ab")).isTrue();
        assertThat(matches("abc")).isTrue();
        assertThat(matches("a")).isFalse();
        subscriptions.add(new byte[0]);
        assertThat(matches("")).isTrue();
        assertThat(subscriptions.longestTopic()).isEqualTo(2);
    }

    @Test
    void shouldGiveEachTopicOnce() {
        List<String> topics = new ArrayList<>();
        for (String topic : List.of("a", "b", "a", "")) {
            subscriptions.add(bytes(topic));
        }
        subscriptions.copyTopics(Integer.MAX_VALUE, topic -> topics.add(new String(topic, UTF_8)));
        assertThat(topics).containsExactlyInAnyOrder("", "a", "b");
    }
}
