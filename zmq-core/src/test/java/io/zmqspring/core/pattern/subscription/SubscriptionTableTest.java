package io.zmqspring.core.pattern.subscription;

import static io.zmqspring.core.pattern.subscription.SubscriptionTable.Change.NONE;
import static io.zmqspring.core.pattern.subscription.SubscriptionTable.Change.SUBSCRIBER;
import static io.zmqspring.core.pattern.subscription.SubscriptionTable.Change.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SubscriptionTableTest {

    private static final BufferPool POOL = new BufferPool(1 << 16);

    private final SubscriptionTable table = new SubscriptionTable();

    private Subscriber add() {
        FrameQueue queue = new FrameQueue(POOL, 0, 1);
        return table.add(new Pipe(queue, queue, false, false));
    }

    private SubscriptionTable.Change subscribe(Subscriber subscriber, String topic) {
        return table.subscribe(subscriber, topic.getBytes(UTF_8));
    }

    private SubscriptionTable.Change unsubscribe(Subscriber subscriber, String topic) {
        return table.unsubscribe(subscriber, topic.getBytes(UTF_8));
    }

    private List<Subscriber> match(String topic, boolean inverted) {
        byte[] bytes = topic.getBytes(UTF_8);
        int count = table.match(bytes, 0, bytes.length, inverted);
        List<Subscriber> matched = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            matched.add(table.matched(i));
        }
        return matched;
    }

    @Test
    void shouldForgetAllTopicsOfAPeerAlsoWhenTheListenerThrows() {
        Subscriber leaving = add();
        Subscriber staying = add();
        subscribe(leaving, "a");
        subscribe(leaving, "b");
        subscribe(leaving, "c");
        subscribe(staying, "b");
        Set<String> notified = new TreeSet<>();

        assertThatThrownBy(() -> table.remove(leaving, (topic, last) -> {
                    notified.add(new String(topic, UTF_8));
                    throw new IllegalStateException("no room");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room");

        assertThat(notified).containsExactly("a", "b", "c");
        assertThat(table.topics()).isEqualTo(1);
        assertThat(match("a", false)).isEmpty();
        assertThat(match("b", false)).containsExactly(staying);
    }

    @Test
    void shouldMatchEachPeerOnceHoweverManyOfItsTopicsMatch() {
        Subscriber first = add();
        Subscriber second = add();
        subscribe(first, "");
        subscribe(first, "a");
        subscribe(first, "ab");
        subscribe(second, "ab");

        assertThat(match("abc", false)).containsExactlyInAnyOrder(first, second);
        assertThat(match("a", false)).containsExactly(first);
        assertThat(match("x", false)).containsExactly(first);
    }

    @Test
    void shouldMatchThoseThatDoNotWhenInverted() {
        Subscriber first = add();
        Subscriber second = add();
        Subscriber third = add();
        subscribe(first, "a");
        subscribe(second, "b");

        assertThat(match("abc", true)).containsExactlyInAnyOrder(second, third);
    }

    @Test
    void shouldSayWhatASubscriptionChanges() {
        Subscriber first = add();
        Subscriber second = add();

        assertThat(subscribe(first, "a")).isEqualTo(TOPIC);
        assertThat(subscribe(first, "a")).isEqualTo(NONE);
        assertThat(subscribe(second, "a")).isEqualTo(SUBSCRIBER);
        assertThat(table.topics()).isOne();
        assertThat(unsubscribe(second, "b")).isEqualTo(NONE);
        assertThat(unsubscribe(second, "a")).isEqualTo(SUBSCRIBER);
        assertThat(unsubscribe(second, "a")).isEqualTo(NONE);
        assertThat(match("a", false)).containsExactly(first);
        assertThat(unsubscribe(first, "a")).isEqualTo(TOPIC);
        assertThat(match("a", false)).isEmpty();
        assertThat(table.topics()).isZero();
    }

    @Test
    void shouldCountTopicsAndBytesOfEachPeer() {
        Subscriber peer = add();
        subscribe(peer, "abc");
        subscribe(peer, "abcd");
        subscribe(peer, "abc");
        assertThat(peer.topics()).isEqualTo(2);
        assertThat(peer.bytes()).isEqualTo(7);

        unsubscribe(peer, "abc");
        assertThat(peer.topics()).isOne();
        assertThat(peer.bytes()).isEqualTo(4);
    }

    @Test
    void shouldNameTheTopicsNobodyHasWhenAPeerLeaves() {
        Subscriber first = add();
        Subscriber second = add();
        subscribe(first, "mine");
        subscribe(first, "ours");
        subscribe(second, "ours");
        Set<String> abandoned = new TreeSet<>();

        table.remove(first, (topic, last) -> {
            if (last) {
                abandoned.add(new String(topic, UTF_8));
            }
        });

        assertThat(abandoned).containsExactly("mine");
        assertThat(match("mine", false)).isEmpty();
        assertThat(match("ours", false)).containsExactly(second);
        Subscriber third = add();
        assertThat(match("mine", true)).containsExactlyInAnyOrder(second, third);
    }

    @Test
    void shouldDoAsSetsOfPrefixesDoOverManyRandomSteps() {
        Random random = new Random(7);
        List<Subscriber> peers = new ArrayList<>();
        List<Set<String>> expected = new ArrayList<>();
        for (int step = 0; step < 150_000; step++) {
            if (peers.size() < 20) {
                peers.add(add());
                expected.add(new HashSet<>());
            }
            int i = random.nextInt(peers.size());
            String topic = "topic" + random.nextInt(400) + "-".repeat(random.nextInt(40));
            if (random.nextInt(2_000) == 0) {
                table.remove(peers.remove(i), null);
                expected.remove(i);
            } else if (random.nextInt(5) < 3) {
                assertThat(subscribe(peers.get(i), topic) == NONE)
                        .isEqualTo(!expected.get(i).add(topic));
            } else {
                assertThat(unsubscribe(peers.get(i), topic) == NONE)
                        .isEqualTo(!expected.get(i).remove(topic));
            }
            if (step % 100 == 0) {
                List<Subscriber> wanted = new ArrayList<>();
                for (int peer = 0; peer < peers.size(); peer++) {
                    if (expected.get(peer).stream().anyMatch(topic::startsWith)) {
                        wanted.add(peers.get(peer));
                    }
                }
                assertThat(match(topic, false)).containsExactlyInAnyOrderElementsOf(wanted);
            }
        }
        assertThat(peers)
                .extracting(Subscriber::topics)
                .isEqualTo(expected.stream().map(Set::size).toList());
    }
}
