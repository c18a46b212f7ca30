package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.message.ZmqMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a {@link ChannelToQueue} takes commands out from between frames. */
class ChannelToQueueCommandsTest extends ChannelToQueueFixture {

    @Test
    void shouldTakeAFloodOfCommandsOutFromBetweenMessages() throws IOException {
        ZmqMessage[] kinds = {
            Frames.message(3),
            Frames.message(0),
            Frames.message(300),
            Frames.message(5, 2, 260),
            Frames.message(3, LARGE, 7)
        };
        byte[] ping = {4, 'P', 'I', 'N', 'G', 0, 0};
        byte[] stream = {};
        List<ZmqMessage> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ZmqMessage message = kinds[i % 50 == 49 ? 4 : i % 4];
            sent.add(message);
            stream = Frames.join(stream, Frames.command(ping), Frames.encode(message), Frames.command(ping));
        }
        for (int piece : new int[] {1, 7, 1000, 60_000}) {
            fresh(-1);
            for (int from = 0; from < stream.length; from += piece) {
                feed(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + piece)), piece % 2 == 0);
            }

            assertThat(Frames.drain(new MessageReader(queue)))
                    .as("pieces of %d", piece)
                    .isEqualTo(sent);
            assertThat(commands)
                    .hasSize(600)
                    .allSatisfy(each -> assertThat(each).isEqualTo(ping));
            assertThat(channelToQueue.hasPartialMessage()).isFalse();
        }
    }

    @Test
    void shouldTakeCommandsOutFromBehindMessagesThatAreHeldBack() throws IOException {
        byte[] ping = {4, 'P', 'I', 'N', 'G', 0, 0};
        byte[] stream = {};
        List<ZmqMessage> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ZmqMessage message = i % 3 == 1 ? Frames.message(i, 300, 0) : Frames.message(i);
            sent.add(message);
            stream = Frames.join(stream, Frames.encode(message));
            for (int k = 0; k < i % 5; k++) {
                stream = Frames.join(stream, Frames.command(ping));
            }
        }
        for (int piece : new int[] {1, 7, 100, 1000, 60_000}) {
            fresh(-1);
            queue.limit(2, 64 << 20);
            List<ZmqMessage> read = new ArrayList<>();
            MessageReader reader = new MessageReader(queue);
            for (int from = 0; from < stream.length; from += piece) {
                channelToQueue.append(ByteBuffer.wrap(stream, from, Math.min(piece, stream.length - from)));
                channelToQueue.bounds().beginTurn();
                channelToQueue.goOn();
                assertThat(queue.size()).isLessThanOrEqualTo(2);
            }
            assertThat(queue.size()).isEqualTo(2);
            assertThat(commands).as("pieces of %d", piece).hasSize(120);
            while (read.size() < sent.size()) {
                read.addAll(Frames.drain(reader));
                channelToQueue.goOn();
            }

            assertThat(read).as("pieces of %d", piece).isEqualTo(sent);
            assertThat(commands)
                    .hasSize(120)
                    .allSatisfy(each -> assertThat(each).isEqualTo(ping));
            assertThat(channelToQueue.hasPartialMessage()).isFalse();
        }
    }

    @Test
    void shouldTakeNoMoreCommandsOfATurnFromBehindMessagesThatAreHeldBack() throws IOException {
        queue.limit(1, 64 << 20);
        byte[][] stream = new byte[1_003][];
        Arrays.fill(stream, Frames.command(new byte[] {4, 'P', 'I', 'N', 'G', 0, 0}));
        stream[0] = Frames.encode(Frames.message(1));
        stream[1] = Frames.encode(Frames.message(2));
        stream[1_002] = Frames.encode(Frames.message(3));
        channelToQueue.append(ByteBuffer.wrap(Frames.join(stream)));
        for (int turn = 1; turn <= 4; turn++) {
            channelToQueue.bounds().beginTurn();
            channelToQueue.goOn();
            assertThat(commands).hasSize(Math.min(1_000, turn * 256));
            assertThat(channelToQueue.bounds().isOutOfCommands()).isEqualTo(turn < 4);
        }
        MessageReader reader = new MessageReader(queue);
        for (int i = 1; i <= 3; i++) {
            assertThat(Frames.drain(reader)).containsExactly(Frames.message(i));
            channelToQueue.goOn();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 300, -1})
    void shouldTakeAsManyCommandsATurnAsItMay(int most) {
        int count = 500;
        channelToQueue = new ChannelToQueue(queue, commands::add, new MessageLimits(-1, -1, -1, most));
        byte[][] stream = new byte[count][];
        Arrays.fill(stream, Frames.command(bytes(3)));
        channelToQueue.append(ByteBuffer.wrap(Frames.join(stream)));
        int turns = 1;
        while (channelToQueue.hasHeldBack()) {
            assertThat(commands).hasSize(turns++ * most);
            channelToQueue.bounds().beginTurn();
            channelToQueue.goOn();
        }
        assertThat(commands).hasSize(count);
        assertThat(turns).isEqualTo(most < 0 ? 1 : (count + most - 1) / most);
    }

    @Test
    void shouldGoOnAfterACommandThatWasRefusedBehindMessagesThatAreHeldBack() throws IOException {
        queue.limit(1, 64 << 20);
        channelToQueue = new ChannelToQueue(
                queue,
                command -> {
                    throw new ZmqProtocolViolationException("refused");
                },
                MessageLimits.ofFrames(-1));
        channelToQueue.append(ByteBuffer.wrap(Frames.join(
                Frames.encode(Frames.message(1), Frames.message(2)),
                Frames.command(new byte[] {4, 'P', 'O', 'N', 'G'}),
                Frames.encode(Frames.message(4)))));

        assertThatExceptionOfType(ZmqProtocolViolationException.class).isThrownBy(channelToQueue::goOn);
        channelToQueue.publishAll();
        assertThat(Frames.drain(new MessageReader(queue)))
                .containsExactly(Frames.message(1), Frames.message(2), Frames.message(4));
    }

    @Test
    void shouldTakeCommandsOutOfTheMiddleOfAMultipart() throws IOException {
        byte[] longCommand = Frames.body(MAX_COMMAND_BYTES, 4);
        byte[] stream = Frames.join(
                Frames.frame(1, bytes(2)),
                Frames.command(bytes(0)),
                Frames.frame(1, Frames.body(LARGE, 1)),
                Frames.command(bytes(7)),
                Frames.command(longCommand),
                Frames.longFrame(4, bytes(9)),
                Frames.frame(0, bytes(5)));
        for (int piece : new int[] {1, 13, 4_000, 1 << 20}) {
            fresh(-1);
            feedBy(stream, () -> piece);

            assertThat(Frames.drain(new MessageReader(queue)))
                    .containsExactly(ZmqMessage.of(bytes(2), Frames.body(LARGE, 1), bytes(5)));
            assertThat(commands).containsExactly(bytes(0), bytes(7), longCommand, bytes(9));
        }
    }
}
