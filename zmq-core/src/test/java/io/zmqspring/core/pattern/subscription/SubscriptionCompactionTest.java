package io.zmqspring.core.pattern.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.pattern.subscription.SubscriptionTable.Change;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cancelled subscriptions give their memory back, and the others stay as they are. */
class SubscriptionCompactionTest {

    private static final int PEERS = 3;

    private final Random random = new Random(11);

    @Test
    void shouldGiveMemoryBackWhileASubscriberCancels() {
        int topics = 200_000;
        OwnSubscriptions subscriptions = new OwnSubscriptions();
        for (int i = 0; i < topics; i++) {
            subscriptions.add(topic(i));
        }
        long most = subscriptions.bytes();

        for (int i : shuffled(topics)) {
            if (i % 20 != 0) {
                assertThat(subscriptions.remove(topic(i))).isTrue();
            }
        }

        assertThat(subscriptions.topics()).isEqualTo(topics / 20);
        assertThat(subscriptions.bytes()).isLessThan(most / 5);
        for (int i = 0; i < topics; i++) {
            assertThat(subscriptions.matches(topic(i), topic(i).length)).isEqualTo(i % 20 == 0);
        }
    }

    @Test
    void shouldMatchTheSamePeersWhileTheTableOfAPublisherIsCompacted() {
        int topics = 50_000;
        SubscriptionTable table = new SubscriptionTable();
        List<Subscriber> peers = new ArrayList<>();
        List<BitSet> expected = new ArrayList<>();
        List<Integer> subscriptions = new ArrayList<>();
        for (int peer = 0; peer < PEERS; peer++) {
            peers.add(table.add(pipe()));
            expected.add(new BitSet());
            for (int i = 0; i < topics; i += peer + 1) {
                table.subscribe(peers.get(peer), topic(i));
                expected.get(peer).set(i);
                subscriptions.add(i * PEERS + peer);
            }
        }
        Collections.shuffle(subscriptions, random);

        int compactions = 0;
        for (int subscription : subscriptions) {
            int topic = subscription / PEERS;
            int peer = subscription % PEERS;
            long before = table.bytes();
            expected.get(peer).clear(topic);
            assertThat(table.unsubscribe(peers.get(peer), topic(topic)))
                    .isEqualTo(isWanted(expected, topic) ? Change.SUBSCRIBER : Change.TOPIC);
            boolean compacted = table.bytes() < before;
            compactions += compacted ? 1 : 0;
            for (int looks = compacted ? 1_000 : 1; looks > 0; looks--) {
                int any = random.nextInt(topics);
                assertThat(matched(table, peers, any)).isEqualTo(wanted(expected, any));
            }
        }

        assertThat(compactions).isGreaterThan(2);
        assertThat(table.topics()).isZero();
    }

    private static boolean isWanted(List<BitSet> expected, int topic) {
        return expected.stream().anyMatch(each -> each.get(topic));
    }

    private static BitSet wanted(List<BitSet> expected, int topic) {
        BitSet wanted = new BitSet();
        for (int peer = 0; peer < PEERS; peer++) {
            wanted.set(peer, expected.get(peer).get(topic));
        }
        return wanted;
    }

    private static BitSet matched(SubscriptionTable table, List<Subscriber> peers, int topic) {
        byte[] message = topic(topic);
        BitSet matched = new BitSet();
        int count = table.match(message, 0, message.length, false);
        for (int i = 0; i < count; i++) {
            matched.set(peers.indexOf(table.matched(i)));
        }
        return matched;
    }

    private List<Integer> shuffled(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private static byte[] topic(int number) {
        return String.format("instruments.of.the.exchange.%09d", number).getBytes(StandardCharsets.US_ASCII);
    }

    private static Pipe pipe() {
        FrameQueue queue = new FrameQueue(new BufferPool(0), 0, 1 << 20);
        return new Pipe(queue, queue, true, true);
    }
}
