package io.zmqspring.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of REQ and REP without sockets. */
class ExchangeTest {

    private final List<String> drops = new ArrayList<>();
    private final DropListener listener = (pipe, reason) -> drops.add(reason);
    private final RequestBalancer requests = requests(SocketOptions.defaults());
    private final ReplyToRequester replies = new ReplyToRequester("a socket", listener);

    private RequestBalancer requests(SocketOptions options) {
        return new RequestBalancer("a socket", options, listener);
    }

    @Test
    void shouldTakeTheReplyOfThePeerAskedAndSkipTheOthers() {
        Pipe one = attach(requests, 0);
        Pipe two = attach(requests, 0);
        assertThat(requests.route(bytes(1), false)).isSameAs(one.writer());
        assertThat(takeFrom(one)).isEqualTo(ZmqMessage.of(bytes(), bytes(1)));
        write(two, bytes(), bytes(2));
        assertThat(requests.replies().next()).isNull();
        write(one, bytes(), bytes(3), bytes(4));

        assertThat(receive(requests.replies())).isEqualTo(ZmqMessage.of(bytes(3), bytes(4)));
        assertThat(requests.route(bytes(5), false)).isSameAs(two.writer());
        assertThat(drops).hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsOutOfOrderAndStayAsItWas() {
        Pipe pipe = attach(requests, 1);
        assertThatExceptionOfType(ZmqStateException.class)
                .isThrownBy(() -> requests.replies().next())
                .withMessageStartingWith("a socket: ");
        assertThatExceptionOfType(ZmqStateException.class)
                .isThrownBy(() -> requests.replies().rest());
        assertThat(requests.route(bytes(1), false)).isNotNull();
        assertThatExceptionOfType(ZmqStateException.class).isThrownBy(() -> requests.route(bytes(2), false));
        assertThat(requests.sendToSole(bytes(2))).isNull();
        assertThat(pipe.outgoing().size()).isOne();

        assertThatExceptionOfType(ZmqStateException.class).isThrownBy(() -> replies.route(bytes(2), false));
        assertThat(replies.requests().next()).isNull();
    }

    @Test
    void shouldNotAskWhenNoPeerHasRoom() {
        RequestBalancer relaxed =
                requests(SocketOptions.builder().reqRelaxed(true).build());
        Pipe pipe = attach(relaxed, 1);
        assertThat(relaxed.route(bytes(1), true)).isNotNull();
        byte[] number = takeFrom(pipe).frame(0);
        pipe.outgoing().producer().wakeAfterRelease();
        assertThat(relaxed.route(bytes(2), true)).isNotNull();
        byte[] second = peek(pipe).frame(0);
        assertThat(relaxed.route(bytes(3), true)).as("no room").isNull();

        write(pipe, number, bytes(), bytes(4));
        assertThat(relaxed.replies().next()).isNull();
        write(pipe, second, bytes(), bytes(5));

        assertThat(receive(relaxed.replies())).isEqualTo(ZmqMessage.of(bytes(5)));
        assertThat(drops).hasSize(1);
    }

    @Test
    void shouldGiveUpAReplyThatWasSeenAndNotTakenWhenAFurtherRequestIsSent() {
        RequestBalancer relaxed = requests(
                SocketOptions.builder().reqRelaxed(true).reqCorrelate(false).build());
        Pipe pipe = attach(relaxed, 0);
        assertThat(relaxed.route(bytes(1), false)).isNotNull();
        write(pipe, bytes(), bytes(2), bytes(3));
        assertThat(relaxed.replies().next()).isSameAs(pipe.reader());

        assertThat(relaxed.route(bytes(4), false)).isNotNull();
        write(pipe, bytes(), bytes(5));

        assertThat(receive(relaxed.replies())).isEqualTo(ZmqMessage.of(bytes(5)));
        assertThat(drops).hasSize(1);
        assertThat(pipe.incoming().isEmpty()).isTrue();
    }

    @Test
    void shouldTakeAMessageOnceItsEnvelopeIsOffHoweverOftenItIsLookedAt() {
        Pipe pipe = attach(replies.requests());
        Pipe other = attach(replies.requests());
        write(pipe, bytes(9), bytes(), bytes(), bytes(1));
        write(other, bytes(8), bytes(), bytes(2));
        MessageReader first = replies.requests().next();
        for (int i = 0; i < 3; i++) {
            assertThat(replies.requests().next()).isSameAs(first);
            assertThat(replies.requests().rest()).isSameAs(first);
        }

        assertThat(receive(replies.requests())).isEqualTo(ZmqMessage.of(bytes(), bytes(1)));
        assertThat(replies.route(ZmqMessage.of(bytes(3), bytes(4)), false)).isSameAs(pipe.writer());
        assertThat(takeFrom(pipe)).isEqualTo(ZmqMessage.of(bytes(9), bytes(), bytes(3), bytes(4)));
        assertThat(receive(replies.requests())).isEqualTo(ZmqMessage.of(bytes(2)));
        assertThat(replies.route(bytes(5), false)).isSameAs(other.writer());
        assertThat(takeFrom(other)).isEqualTo(ZmqMessage.of(bytes(8), bytes(), bytes(5)));
        assertThat(drops).isEmpty();
    }

    @Test
    void shouldDropAReplyThatFindsNoRoomAndTakeTheNextRequest() {
        Pipe pipe = attach(replies.requests(), 1);
        for (int i = 0; i < 2; i++) {
            write(pipe, bytes(), bytes(i));
            assertThat(receive(replies.requests())).isEqualTo(ZmqMessage.of(bytes(i)));
            assertThat(replies.route(bytes(i), false)).isNotNull();
        }

        assertThat(drops).singleElement().asString().contains("no room");
        assertThat(takeFrom(pipe)).isEqualTo(ZmqMessage.of(bytes(), bytes(0)));
    }

    @Test
    void shouldKeepTheReplyDueWhenItCannotBeCarried() {
        Pipe pipe = attach(replies.requests());
        write(pipe, bytes(), bytes(1));
        assertThat(receive(replies.requests())).isNotNull();
        byte[][] many = new byte[10_000][];
        Arrays.fill(many, new byte[60_000]);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> replies.route(ZmqMessage.of(many), false));
        assertThat(replies.route(bytes(2), false)).isSameAs(pipe.writer());
        assertThat(takeFrom(pipe)).isEqualTo(ZmqMessage.of(bytes(), bytes(2)));
    }

    private static Pipe attach(SendPolicy policy, int mark) {
        Pipe pipe = Pipes.withMark(mark);
        policy.attached(pipe);
        policy.activate(pipe);
        pipe.outgoing().producer().signal(() -> policy.activate(pipe));
        if (policy instanceof RequestBalancer requests) {
            requests.replies().activate(pipe);
            pipe.incoming().consumer().signal(() -> requests.replies().activate(pipe));
            pipe.incoming().consumer().resume();
        }
        return pipe;
    }

    private static Pipe attach(ReceivePolicy policy) {
        return attach(policy, 0);
    }

    private static Pipe attach(ReceivePolicy policy, int mark) {
        Pipe pipe = Pipes.withMark(mark);
        policy.activate(pipe);
        pipe.incoming().consumer().signal(() -> policy.activate(pipe));
        pipe.incoming().consumer().resume();
        return pipe;
    }

    private static void write(Pipe pipe, byte[]... frames) {
        MessageWriter writer = Pipes.peerWriter(pipe);
        assertThat(writer.write(ZmqMessage.of(frames), true)).isTrue();
        writer.consumer().wakeAfterPublish();
    }

    private static ZmqMessage receive(ReceivePolicy policy) {
        MessageReader reader = policy.next();
        assertThat(reader).isNotNull();
        ZmqMessage message = policy.takeMessage(reader);
        policy.taken();
        reader.producer().wake();
        return message;
    }

    private static ZmqMessage takeFrom(Pipe pipe) {
        MessageReader reader = Pipes.peerReader(pipe);
        assertThat(reader.hasMessage()).isTrue();
        return reader.takeMessage();
    }

    private static ZmqMessage peek(Pipe pipe) {
        MessageReader reader = Pipes.peerReader(pipe);
        assertThat(reader.hasMessage()).isTrue();
        return reader.peekMessage();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
