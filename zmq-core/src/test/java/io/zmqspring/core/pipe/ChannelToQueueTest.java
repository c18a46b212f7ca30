package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.ring.MemoryAccount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelToQueueTest {

    private static final int LARGE = Frames.LARGE;
    private static final int MAX_COMMAND_BYTES = 65_536;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final IntSupplier WHOLE = () -> Integer.MAX_VALUE;

    private final BufferPool pool = new BufferPool(1 << 20);
    private final List<byte[]> commands = new ArrayList<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1 << 16);
    private FrameQueue queue = new FrameQueue(pool, 0, 64 << 20);
    private ChannelToQueue channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(-1));

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
                Frames.command(bytes(3)),
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
    void shouldHoldNoMemoryWhileNothingArrives() throws IOException {
        assertThat(channelToQueue.readFrom(MemoryChannel.unlimited(), scratch)).isZero();

        assertThat(queue.capacity()).isZero();
    }

    @Test
    void shouldSayThereIsNoRoomUntilMessagesAreTaken() throws IOException {
        byte[] stream = Frames.encode(manyOf(Frames.message(1000), 2_000));
        MemoryChannel channel = MemoryChannel.of(stream, WHOLE);
        MessageReader reader = new MessageReader(queue);
        int arrived = 0;
        int refusals = 0;
        while (arrived < 2_000) {
            int read = channelToQueue.readFrom(channel, scratch);
            if (read == ChannelToQueue.NO_ROOM) {
                refusals++;
                int capacity = queue.capacity();
                assertThat(channelToQueue.readFrom(channel, scratch)).isEqualTo(ChannelToQueue.NO_ROOM);
                assertThat(queue.capacity()).isEqualTo(capacity);
            }
            if (read == ChannelToQueue.NO_ROOM || channel.isEmpty()) {
                assertThat(reader.hasMessage()).isTrue();
                while (reader.hasMessage()) {
                    assertThat(reader.takeMessage()).isEqualTo(Frames.message(1000));
                    arrived++;
                }
            }
        }
        assertThat(refusals).isPositive();
        assertThat(queue.sizeBytes()).isZero();
    }

    @Test
    void shouldGrowAlthoughUnreadUpToTheBoundInBytes() throws IOException {
        queue.limit(0, 2 << 20);
        MemoryChannel channel = MemoryChannel.of(Frames.encode(manyOf(Frames.message(1000), 8_000)), WHOLE);
        boolean grown = true;
        while (grown) {
            int read = channelToQueue.readFrom(channel, scratch);
            if (read == ChannelToQueue.NO_ROOM) {
                grown = channelToQueue.growAlthoughUnread();
            }
        }

        assertThat(queue.isFull()).isTrue();
        assertThat(queue.sizeBytes()).isBetween(2L << 20, 4L << 20);
        List<ZmqMessage> arrived = Frames.drain(new MessageReader(queue));
        assertThat(arrived).allMatch(Frames.message(1000)::equals);
    }

    @Test
    void shouldGrowForMultipartLargerThanAnyRing() throws IOException {
        int[] lengths = new int[400];
        Arrays.fill(lengths, 5_000);
        ZmqMessage message = Frames.message(lengths);

        feedBy(Frames.encode(message), new RandomPieces());

        assertThat(Frames.drain(new MessageReader(queue))).containsExactly(message);
    }

    @Test
    void shouldBeFullAtEitherHighWaterMark() throws IOException {
        queue.limit(2, 1_000);
        assertThat(queue.isFull()).isFalse();
        feed(Frames.encode(Frames.message(1)), false);
        assertThat(queue.isFull()).isFalse();
        feed(Frames.encode(Frames.message(1)), false);
        assertThat(queue.isFull()).isTrue();
        MessageReader reader = new MessageReader(queue);
        Frames.drain(reader);
        assertThat(queue.isFull()).isFalse();
        feed(Frames.encode(Frames.message(1_000)), false);
        assertThat(queue.isFull()).isTrue();
        Frames.drain(reader);
        feed(Frames.encode(Frames.message(LARGE)), false);
        assertThat(queue.isFull()).isTrue();
    }

    @Test
    void shouldGiveBackTheRingsAnUnfinishedMessageHasOutgrownAndGoOn() throws IOException {
        MessageReader reader = new MessageReader(queue);
        feed(Frames.encode(Frames.message(7)), false);
        assertThat(Frames.drain(reader)).containsExactly(Frames.message(7));
        int[] lengths = new int[100];
        Arrays.fill(lengths, 5_000);
        ZmqMessage message = Frames.message(lengths);
        byte[] stream = Frames.encode(message);
        feedBy(Arrays.copyOf(stream, 400_000), new RandomPieces());
        assertThat(queue.hasOutgrownRings()).isTrue();
        long kept = pool.keptBytes();

        queue.releaseOutgrownRings();

        assertThat(queue.hasOutgrownRings()).isFalse();
        assertThat(pool.keptBytes() - kept).isGreaterThanOrEqualTo(queue.capacity() >> 1);
        feedBy(Arrays.copyOfRange(stream, 400_000, stream.length), new RandomPieces());
        feed(Frames.encode(Frames.message(3)), false);
        assertThat(Frames.drain(reader)).containsExactly(message, Frames.message(3));
    }

    @Test
    void shouldReferToNoRingThatWasGivenBackWhileItsReaderRests() throws IOException {
        MemoryAccount account = new MemoryAccount(64 << 20);
        BufferPool keepsNothing = new BufferPool(0, account, DirectMemory.ofThisJvm(), () -> true);
        queue = new FrameQueue(keepsNothing, 0, 64 << 20);
        channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(-1));
        MessageReader reader = new MessageReader(queue);
        feed(Frames.encode(Frames.message(7)), false);
        assertThat(Frames.drain(reader)).hasSize(1);
        int[] lengths = new int[100];
        Arrays.fill(lengths, 5_000);
        byte[] stream = Frames.encode(Frames.message(lengths));
        feedBy(Arrays.copyOf(stream, 400_000), new RandomPieces());
        assertThat(queue.hasOutgrownRings()).isTrue();

        queue.releaseOutgrownRings();
        reader.refreshRing();

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(account.used()).isEqualTo(queue.capacity());
        });
        feedBy(Arrays.copyOfRange(stream, 400_000, stream.length), new RandomPieces());
        assertThat(Frames.drain(reader)).hasSize(1);
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

    private void fresh(long maxMessageSize) {
        queue = new FrameQueue(pool, 0, 64 << 20);
        commands.clear();
        channelToQueue = new ChannelToQueue(queue, commands::add, MessageLimits.ofFrames(maxMessageSize));
    }

    private void feed(byte[] bytes, boolean appended) throws IOException {
        if (appended) {
            channelToQueue.append(ByteBuffer.wrap(bytes));
            goOnInFurtherTurns();
        } else {
            feedBy(bytes, WHOLE);
        }
    }

    private void goOnInFurtherTurns() {
        while (channelToQueue.hasHeldBack() && channelToQueue.bounds().isOutOfCommands()) {
            channelToQueue.bounds().beginTurn();
            channelToQueue.goOn();
        }
    }

    private void feedBy(byte[] bytes, IntSupplier piece) throws IOException {
        MemoryChannel channel = MemoryChannel.of(bytes, piece);
        while (!channel.isEmpty()) {
            if (channelToQueue.readFrom(channel, scratch) == ChannelToQueue.NO_ROOM) {
                assertThat(channelToQueue.growAlthoughUnread()).isTrue();
            }
            goOnInFurtherTurns();
        }
    }

    private static List<ZmqMessage> manyOf(ZmqMessage message, int count) {
        return Collections.nCopies(count, message);
    }

    private static byte[] bytes(int length) {
        return Frames.body(length, length);
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
