package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeReaderTest {

    private static final int MAX_COMMAND_BYTES = 65_536;
    private static final byte[] GREETING = Greeting.encode("NULL", false);
    private static final byte[] READY = CommandCodec.ready(CommandCodec.properties(SocketType.PUSH, Map.of()));
    private static final byte[] TRAFFIC = Bytes.of("00 05 48656C6C6F");

    private final HandshakeReader reader = new HandshakeReader(MAX_COMMAND_BYTES);

    @Test
    void shouldReadWholeHandshakeAtOnceAndLeaveTheTraffic() {
        ByteBuffer in = ByteBuffer.wrap(Bytes.join(GREETING, READY, TRAFFIC));

        reader.feed(in);

        assertThat(reader.greeting()).isEqualTo(new Greeting(ZmtpVersion.V3_1, "NULL", false));
        assertThat(reader.pollCommand()).isEqualTo(readyCommand());
        assertThat(remaining(in)).isEqualTo(TRAFFIC);
    }

    @Test
    void shouldReadHandshakeSplitAtEveryTwoPlaces() {
        byte[] extra = CommandCodec.frame("LONG", new byte[300]);
        byte[] stream = Bytes.join(GREETING, extra, READY, TRAFFIC);
        int handshake = stream.length - TRAFFIC.length;
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second += 1 + second % 7) {
                HandshakeReader each = new HandshakeReader(MAX_COMMAND_BYTES);
                List<Command> commands = new ArrayList<>();
                ByteBuffer in = ByteBuffer.wrap(stream);
                for (int end : new int[] {first, second, stream.length}) {
                    in.limit(end);
                    readUntilReady(each, in, commands);
                }

                assertThat(each.greeting()).isNotNull();
                assertThat(commands).containsExactly(new Command("LONG", new byte[300]), readyCommand());
                assertThat(in.position()).isEqualTo(handshake);
            }
        }
    }

    @Test
    void shouldReadHandshakeByteByByte() {
        byte[] stream = Bytes.join(GREETING, READY);
        for (int i = 0; i < stream.length; i++) {
            assertThat(reader.pollCommand()).isNull();
            assertThat(reader.greeting() != null).isEqualTo(i >= Greeting.LENGTH);
            ByteBuffer octet = ByteBuffer.wrap(stream, i, 1);
            reader.feed(octet);
            assertThat(octet.hasRemaining()).isFalse();
        }
        assertThat(reader.pollCommand()).isEqualTo(readyCommand());
    }

    @Test
    void shouldTakeNothingMoreUntilTheCommandIsPolled() {
        ByteBuffer in = ByteBuffer.wrap(Bytes.join(GREETING, READY, READY));

        reader.feed(in);
        reader.feed(in);

        assertThat(remaining(in)).isEqualTo(READY);
        assertThat(reader.pollCommand()).isEqualTo(readyCommand());
        assertThat(reader.pollCommand()).isNull();
        reader.feed(in);
        assertThat(reader.pollCommand()).isEqualTo(readyCommand());
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void shouldAcceptErrorInsteadOfReady() {
        reader.feed(ByteBuffer.wrap(Bytes.join(GREETING, Bytes.of("04 0A 05 4552524F52 03 343030"))));

        Command error = reader.pollCommand();

        assertThat(error).isNotNull();
        assertThat(error.is(Command.ERROR)).isTrue();
        assertThat(CommandCodec.errorReason(error)).isEqualTo("400");
    }

    @Test
    void shouldAcceptLongFormOfShortCommand() {
        byte[] body = Arrays.copyOfRange(READY, FrameDescriptor.SHORT_HEADER, READY.length);

        reader.feed(ByteBuffer.wrap(Bytes.join(GREETING, Bytes.of("06 000000000000001A"), body)));

        assertThat(reader.pollCommand()).isEqualTo(readyCommand());
    }

    @Test
    void shouldReadDirectBuffers() {
        ByteBuffer in = ByteBuffer.allocateDirect(256).put(GREETING).put(READY).flip();

        reader.feed(in);

        assertThat(reader.pollCommand()).isEqualTo(readyCommand());
    }

    @Test
    void shouldTakeNothingAfterStop() {
        ByteBuffer in = ByteBuffer.wrap(Bytes.join(GREETING, READY, TRAFFIC));
        reader.feed(in);
        reader.pollCommand();

        reader.stop();
        reader.feed(in);

        assertThat(remaining(in)).isEqualTo(TRAFFIC);
        assertThat(reader.pollCommand()).isNull();
    }

    @Test
    void shouldRefuseToStopWhereBytesWouldBeLost() {
        assertThatIllegalStateException().isThrownBy(reader::stop);
        reader.feed(ByteBuffer.wrap(GREETING));
        for (byte octet : READY) {
            reader.feed(ByteBuffer.wrap(new byte[] {octet}));
            assertThatIllegalStateException().isThrownBy(reader::stop);
        }
        reader.pollCommand();
        reader.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "02", "03"})
    void shouldRejectMessageBeforeReadyAtItsFirstOctet(String flags) {
        reader.feed(ByteBuffer.wrap(GREETING));

        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> reader.feed(ByteBuffer.wrap(Bytes.of(flags))))
                .withMessageContaining("no message may arrive before READY")
                .withMessageContaining("flags 0x" + Integer.parseInt(flags, 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"05", "07", "08", "0C", "84", "FF"})
    void shouldRejectFrameWhenReservedFlagBitOrMoreIsSet(String flags) {
        reader.feed(ByteBuffer.wrap(GREETING));

        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> reader.feed(ByteBuffer.wrap(Bytes.of(flags))))
                .withMessageContaining("37/ZMTP Framing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"06 0000000000010001", "06 7FFFFFFFFFFFFFFF", "06 8000000000000000", "06 FFFFFFFFFFFFFFFF"})
    void shouldRejectOversizeCommandAsSoonAsItsLengthIsThere(String header) {
        reader.feed(ByteBuffer.wrap(GREETING));
        byte[] bytes = Bytes.of(header);
        reader.feed(ByteBuffer.wrap(bytes, 0, bytes.length - 1));

        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> reader.feed(ByteBuffer.wrap(bytes, bytes.length - 1, 1)))
                .withMessageContaining("37/ZMTP")
                .withMessageContaining(
                        Long.toUnsignedString(ByteBuffer.wrap(bytes).getLong(1)));
    }

    @Test
    void shouldReadCommandOfExactlyTheLimit() {
        byte[] data = new byte[MAX_COMMAND_BYTES - 1 - 4];
        new Random(5).nextBytes(data);

        reader.feed(ByteBuffer.wrap(Bytes.join(GREETING, CommandCodec.frame("PONG", data))));

        assertThat(reader.pollCommand()).isEqualTo(new Command("PONG", data));
    }

    @Test
    void shouldRejectEmptyCommandBody() {
        reader.feed(ByteBuffer.wrap(GREETING));

        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> reader.feed(ByteBuffer.wrap(Bytes.of("04 00"))))
                .withMessageContaining("empty body");
    }

    @Test
    void shouldRejectHttpAtItsSecondOctet() {
        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> reader.feed(ByteBuffer.wrap(Bytes.ascii("GE"))))
                .withMessageContaining("0x45 arrived");
    }

    @Test
    void shouldWaitForTheRestOfATruncatedGreeting() {
        reader.feed(ByteBuffer.wrap(GREETING, 0, Greeting.LENGTH - 1));

        assertThat(reader.greeting()).isNull();
        assertThat(reader.pollCommand()).isNull();
    }

    @Test
    void shouldOnlyThrowViolationsForNoise() {
        Random random = new Random(20_260_101);
        byte[] valid = Bytes.join(GREETING, READY, CommandCodec.frame("LONG", new byte[300]), READY);
        int violations = 0;
        int rounds = 20_000;
        for (int round = 0; round < rounds; round++) {
            byte[] stream = valid.clone();
            boolean pureNoise = round % 4 == 0;
            for (int i = pureNoise ? stream.length : 1 + random.nextInt(4); i > 0; i--) {
                stream[pureNoise ? i - 1 : random.nextInt(stream.length)] = (byte) random.nextInt();
            }
            if (throwsViolation(new HandshakeReader(MAX_COMMAND_BYTES), stream, random)) {
                violations++;
            }
        }
        assertThat(violations).isBetween(rounds / 4, rounds - 1);
    }

    private static boolean throwsViolation(HandshakeReader each, byte[] stream, Random random) {
        ByteBuffer in = ByteBuffer.wrap(stream);
        try {
            while (in.hasRemaining() && each.legacyGreeting() == null) {
                int before = in.position();
                in.limit(Math.min(stream.length, in.position() + 1 + random.nextInt(40)));
                each.feed(in);
                Command command = each.pollCommand();
                assertThat(in.position()).isGreaterThan(before);
                assertThat(command == null && each.legacyGreeting() == null && in.hasRemaining())
                        .isFalse();
                in.limit(stream.length);
            }
            return false;
        } catch (ZmqProtocolViolationException expected) {
            assertThat(expected).hasMessageStartingWith("37/ZMTP ");
            return true;
        }
    }

    private static void readUntilReady(HandshakeReader each, ByteBuffer in, List<Command> commands) {
        while (in.hasRemaining() && !commands.contains(readyCommand())) {
            each.feed(in);
            Command command = each.pollCommand();
            if (command != null) {
                commands.add(command);
            }
        }
    }

    private static Command readyCommand() {
        return Command.decode(Arrays.copyOfRange(READY, FrameDescriptor.SHORT_HEADER, READY.length));
    }

    private static byte[] remaining(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.duplicate().get(rest);
        return rest;
    }
}
