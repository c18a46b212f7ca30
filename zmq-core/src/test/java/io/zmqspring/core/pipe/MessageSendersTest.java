package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketType;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MessageSendersTest {

    private final MessageSenders senders = new MessageSenders();

    @Test
    void shouldGiveEachMessageThePeerThatSentIt() {
        ZmqPeer first = peer("first");
        ZmqPeer second = peer("second");
        ZmqPeer third = peer("third");
        senders.begin(first, 0, 0);
        senders.begin(second, 2, 0);
        senders.begin(third, 3, 0);

        assertThat(senders.of(0)).isSameAs(first);
        assertThat(senders.of(1)).isSameAs(first);
        assertThat(senders.of(2)).isSameAs(second);
        assertThat(senders.of(3)).isSameAs(third);
        assertThat(senders.of(4)).isSameAs(third);
    }

    @Test
    void shouldGiveWhatWaitedBeforeAnyPeerCameToTheFirst() {
        ZmqPeer first = peer("first");
        senders.begin(first, 5, 0);

        assertThat(senders.of(0)).isSameAs(first);
    }

    @Test
    void shouldForgetAPeerThatSentNothing() {
        ZmqPeer first = peer("first");
        ZmqPeer third = peer("third");
        senders.begin(first, 0, 0);
        senders.begin(peer("second"), 1, 0);
        senders.begin(third, 1, 0);

        assertThat(senders.of(0)).isSameAs(first);
        assertThat(senders.of(1)).isSameAs(third);
    }

    @Test
    void shouldSayThatAPeerIsNotKnown() {
        senders.begin(peer("first"), 0, 0);
        senders.beginUnknown(1, 0);
        senders.begin(peer("second"), 2, 0);

        assertThat(senders.of(0).address()).isEqualTo("first");
        assertThat(senders.of(1).address()).isEmpty();
        assertThat(senders.of(2).address()).isEqualTo("second");
    }

    @Test
    void shouldForgetPeersWhoseMessagesWereTakenAlthoughNobodyEverLooks() {
        WeakReference<ZmqPeer> old = new WeakReference<>(peer("old"));
        senders.begin(old.get(), 0, 0);
        for (int message = 1; message <= 10; message++) {
            senders.begin(peer("later"), message, message - 1);
        }

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return old.get() == null;
        });
        assertThat(senders.of(10).address()).isEqualTo("later");
    }

    private static ZmqPeer peer(String address) {
        return new ZmqPeer(SocketType.PUSH, "3.1", Map.of(), "tcp://here", address);
    }
}
