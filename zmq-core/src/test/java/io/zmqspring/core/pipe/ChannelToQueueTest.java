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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelToQueueTest extends ChannelToQueueFixture {

    @Test
    void shouldReadEverySplitOfTheSameBytes() throws IOException {
        ZmqMessage[] messages = {Frames.message(3), Frames.message(0, 2, 0), Frames.message(256, 1), Frames.message(4)};
        byte[] ping = {4, 'P', 'I', 'N', 'G', 0, 0};
        byte[] stream = Frames.join(
                Frames.encode(messages[0]),
                Frames.command(ping),
                Frames.encode(messages[1]),
                Frames.encode(messages[2], messages[3]),
                Frames.command(ping));
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second += 1 + second % 5) {
                for (boolean appended : new boolean[] {false, true}) {
                    fresh(-1);
                    feed(Arrays.copyOf(stream, first), appended);
                    feed(Arrays.copyOfRange(stream, first, second), !appended);
                    feed(Arrays.copyOfRange(stream, second, stream.length), appended);

                    List<ZmqMessage> read = Frames.drain(new MessageReader(queue));
                    if (!read.equals(List.of(messages)) || commands.size() != 2 || channelToQueue.hasPartialMessage()) {
                        assertThat(read).as("split at %d and %d", first, second).containsExactly(messages);
                        assertThat(commands).containsExactly(ping, ping);
                        assertThat(channelToQueue.hasPartialMessage()).isFalse();
                    }
                }
            }
        }
    }

    @Test
    void shouldReadLargeFramesSplitAnywhere() throws IOException {
        ZmqMessage[] messages = {Frames.message(5), Frames.message(2, LARGE, LARGE + 9, 3), Frames.message(LARGE, 1)};
        byte[] stream = Frames.encode(messages);
        for (int cut : Frames.cuts(stream.length, Frames.frameStarts(messages), 20)) {
            for (boolean appended : new boolean[] {false, true}) {
                fresh(-1);
                feed(Arrays.copyOf(stream, cut), appended);
                feed(Arrays.copyOfRange(stream, cut, stream.length), !appended);

                assertThat(Frames.drain(new MessageReader(queue)))
                        .as("split at %d", cut)
                        .containsExactly(messages);
                assertThat(queue.sizeBytes()).isZero();
            }
        }
    }

    @Test
    void shouldPublishOnlyWholeMessages() throws IOException {
        ZmqMessage[] messages = {Frames.message(1, 2, 3), Frames.message(2), Frames.message(0, 0)};
        byte[] stream = Frames.encode(messages);
        int ends = 0;
        for (int i = 0; i < stream.length; i++) {
            feed(new byte[] {stream[i]}, false);
            ends = wholeWithin(messages, i + 1);
            assertThat(queue.size()).as("after %d bytes", i + 1).isEqualTo(ends);
            assertThat(channelToQueue.hasPartialMessage()).isEqualTo(!endsAt(messages, i + 1));
        }
        assertThat(ends).isEqualTo(3);
    }

    /** A body of 248 bytes behind a long header and one of 255 behind a short one take 257 bytes both. */
    @Test
    void shouldTellLongAndShortHeadersApartInRunsOfOneSize() throws IOException {
        byte[] ofLong = Frames.body(248, 1);
        byte[] ofShort = Frames.body(255, 2);
        byte[] stream = {};
        List<ZmqMessage> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            boolean isLong = i % 7 < 4;
            sent.add(ZmqMessage.of(isLong ? ofLong : ofShort));
            stream = Frames.join(stream, isLong ? Frames.longFrame(0, ofLong) : Frames.encode(ZmqMessage.of(ofShort)));
        }
        feed(stream, false);

        assertThat(Frames.drain(new MessageReader(queue))).isEqualTo(sent);
    }

    @Test
    void shouldTakeLongHeaderBeforeShortBody() throws IOException {
        feed(
                Frames.join(
                        Frames.longFrame(0, new byte[0]),
                        Frames.longFrame(1, bytes(3)),
                        Frames.longFrame(0, bytes(255))),
                false);

        MessageReader reader = new MessageReader(queue);
        assertThat(reader.hasMessage()).isTrue();
        assertThat(reader.takeBody()).isEmpty();
        assertThat(Frames.drain(reader)).containsExactly(ZmqMessage.of(bytes(3), bytes(255)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x10, 0x20, 0x40, 0x80, 0xFF, 0x05, 0x07})
    void shouldRejectFrameWhenItsFlagsAreInvalid(int flags) throws IOException {
        feed(Frames.join(Frames.encode(Frames.message(3)), Frames.frame(1, bytes(2))), false);

        assertViolation(new byte[] {(byte) flags, 0}, "flags 0x" + Integer.toHexString(flags));
    }

    @Test
    void shouldRejectLengthAboveSixtyThreeBits() throws IOException {
        feed(Frames.join(Frames.encode(Frames.message(3)), Frames.frame(1, bytes(2))), false);

        assertViolation(Frames.header(0, -1), "18446744073709551615");
    }

    @Test
    void shouldRejectFrameLargerThanAnArray() throws IOException {
        feed(Frames.join(Frames.encode(Frames.message(3)), Frames.frame(1, bytes(2))), false);

        assertViolation(Frames.header(0, Integer.MAX_VALUE), "2147483647");
    }

    @Test
    void shouldRejectCommandThatIsTooLarge() throws IOException {
        feed(Frames.join(Frames.encode(Frames.message(3)), Frames.frame(1, bytes(2))), false);

        assertViolation(Frames.header(4, MAX_COMMAND_BYTES + 1), "65537");
        assertThat(commands).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 300, 70_000})
    void shouldAcceptBodyOfMaxMessageSizeAndRejectOneByteMore(int limit) throws IOException {
        fresh(limit);
        ZmqMessage message = ZmqMessage.of(bytes(limit), bytes(limit));
        feed(Frames.encode(message), false);
        feed(Frames.frame(1, bytes(limit)), false);
        byte[] tooLong = Frames.frame(0, bytes(limit + 1));

        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> feed(Arrays.copyOf(tooLong, limit < 255 ? 2 : 9), false))
                .withMessageContainingAll("maxMessageSize", " " + limit + " ", String.valueOf(limit + 1));

        channelToQueue.dropPartialMessage();
        assertThat(Frames.drain(new MessageReader(queue))).containsExactly(message);
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldNotPublishWhatFollowsAViolation() throws IOException {
        byte[] stream = Frames.join(
                Frames.encode(Frames.message(1), Frames.message(2, 2)),
                new byte[] {(byte) 0x80, 0},
                Frames.encode(Frames.message(3)));

        assertThatExceptionOfType(ZmqProtocolViolationException.class).isThrownBy(() -> feed(stream, false));

        channelToQueue.dropPartialMessage();
        assertThat(Frames.drain(new MessageReader(queue))).containsExactly(Frames.message(1), Frames.message(2, 2));
    }

    @Test
    void shouldDropPartialMessageAndGoOnWithANewConnection() throws IOException {
        ZmqMessage[] messages = {Frames.message(4), Frames.message(2, LARGE, LARGE + 1, 70, 3), Frames.message(6)};
        byte[] stream = Frames.encode(messages);
        for (int cut : Frames.cuts(stream.length, Frames.frameStarts(messages), 20)) {
            fresh(-1);
            feed(Arrays.copyOf(stream, cut), false);
            boolean partial = channelToQueue.hasPartialMessage();

            channelToQueue.dropPartialMessage();
            assertThat(channelToQueue.hasPartialMessage()).isFalse();
            assertThat(partial).isEqualTo(!endsAt(messages, cut));
            channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(-1));
            feed(stream, false);

            List<ZmqMessage> expected = new ArrayList<>(List.of(messages).subList(0, wholeWithin(messages, cut)));
            expected.addAll(List.of(messages));
            assertThat(Frames.drain(new MessageReader(queue)))
                    .as("cut after %d", cut)
                    .isEqualTo(expected);
            assertThat(queue.sizeBytes()).isZero();
        }
    }

    @Test
    void shouldTellTheEndOfTheStream() throws IOException {
        MemoryChannel channel =
                MemoryChannel.of(Frames.encode(Frames.message(3)), WHOLE).end();

        assertThat(channelToQueue.readFrom(channel, scratch)).isEqualTo(5);
        assertThat(channelToQueue.readFrom(channel, scratch)).isEqualTo(ChannelToQueue.END_OF_STREAM);
        assertThat(queue.size()).isOne();
    }

    @Test
    void shouldTellTheEndOfTheStreamWithinALargeFrame() throws IOException {
        byte[] half = Arrays.copyOf(Frames.frame(0, Frames.body(LARGE, 1)), 60_000);
        MemoryChannel channel = MemoryChannel.of(half, () -> 1_000).end();
        int read = 0;
        while (read >= 0) {
            read = channelToQueue.readFrom(channel, scratch);
        }

        assertThat(read).isEqualTo(ChannelToQueue.END_OF_STREAM);
        assertThat(queue.size()).isZero();
        assertThat(channelToQueue.hasPartialMessage()).isTrue();
    }

    @Test
    void shouldNeitherFailNorPublishHalfMessagesWhateverArrives() {
        int violations = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[1 + random.nextInt(400)];
            random.nextBytes(noise);
            if (seed % 2 == 0) {
                for (int i = 0; i < noise.length; i++) {
                    noise[i] &= (byte) (random.nextInt(3) > 0 ? 7 : 0xFF);
                }
            }
            violations += survives(noise, random);
        }
        assertThat(violations).isBetween(1_000, 3_000);
    }

    @Test
    void shouldNeitherFailNorPublishHalfMessagesWhenBitsAreFlipped() {
        int violations = 0;
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            List<ZmqMessage> messages = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                messages.add(random.nextInt(8) == 0 ? Frames.message(LARGE, i) : Frames.message(i, 300 - i));
            }
            byte[] stream = Frames.join(Frames.encode(messages), Frames.command(bytes(seed % 300)));
            for (int i = random.nextInt(3); i >= 0; i--) {
                stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
            }
            violations += survives(stream, random);
        }
        assertThat(violations).isPositive();
    }

    /** Feeds bytes until a violation, if any, and checks that what was published is what a plain parser finds whole. */
    private int survives(byte[] bytes, Random random) {
        fresh(1 << 20);
        int violations = 0;
        try {
            feedBy(bytes, () -> 1 + random.nextInt(bytes.length));
        } catch (ZmqProtocolViolationException expected) {
            violations = 1;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        channelToQueue.dropPartialMessage();
        assertThat(Frames.drain(new MessageReader(queue))).isEqualTo(parse(bytes));
        assertThat(queue.sizeBytes()).isZero();
        return violations;
    }

    private static List<ZmqMessage> parse(byte[] bytes) {
        List<ZmqMessage> messages = new ArrayList<>();
        List<byte[]> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.remaining() >= 2) {
            int flags = in.get() & 0xFF;
            if ((flags & 0xF8) != 0 || (flags & 5) == 5 || (flags & 2) != 0 && in.remaining() < 8) {
                break;
            }
            long length = (flags & 2) != 0 ? in.getLong() : in.get() & 0xFF;
            if (length < 0 || length > 1 << 20 || length > in.remaining()) {
                break;
            }
            byte[] body = new byte[(int) length];
            in.get(body);
            if ((flags & 4) != 0) {
                if (length > MAX_COMMAND_BYTES) {
                    break;
                }
                continue;
            }
            frames.add(body);
            if ((flags & 1) == 0) {
                messages.add(ZmqMessage.of(frames));
                frames.clear();
            }
        }
        return messages;
    }

    private void assertViolation(byte[] bytes, String detail) {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> feed(bytes, false))
                .withMessageContaining(detail);
        channelToQueue.dropPartialMessage();
        assertThat(Frames.drain(new MessageReader(queue))).containsExactly(Frames.message(3));
        assertThat(queue.sizeBytes()).isZero();
    }

    private static int wholeWithin(ZmqMessage[] messages, int bytes) {
        int count = 0;
        int end = 0;
        for (ZmqMessage message : messages) {
            end += Frames.encode(message).length;
            count += end <= bytes ? 1 : 0;
        }
        return count;
    }

    private static boolean endsAt(ZmqMessage[] messages, int bytes) {
        int end = 0;
        for (ZmqMessage message : messages) {
            if (end == bytes) {
                return true;
            }
            end += Frames.encode(message).length;
        }
        return end == bytes;
    }
}
