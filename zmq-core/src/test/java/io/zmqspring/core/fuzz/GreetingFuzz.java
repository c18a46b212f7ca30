package io.zmqspring.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.Greeting;
import io.zmqspring.core.zmtp.HandshakeReader;
import io.zmqspring.core.zmtp.LegacyGreeting;
import io.zmqspring.core.zmtp.StagedGreeting;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** What a peer sends until its handshake is complete: the same whole, byte by byte, and in random pieces. */
final class GreetingFuzz {

    private static final int MAX_COMMAND_BYTES = 1 << 10;
    private static final int MAX_ANSWER = 64 + 2 + RoutingId.MAX_BYTES;

    private GreetingFuzz() {}

    static String run(byte[] input, Random random) {
        String whole = read(input, input.length, random);
        assertThat(read(input, 1, random)).as("byte by byte").isEqualTo(whole);
        assertThat(read(input, 0, random)).as("in random pieces").isEqualTo(whole);
        return whole.replaceAll("@.*", "");
    }

    private static String read(byte[] input, int piece, Random random) {
        HandshakeReader reader = new HandshakeReader(MAX_COMMAND_BYTES);
        byte[] identity = Arrays.copyOf(new byte[] {'m', 'e'}, 2);
        StagedGreeting ours = new StagedGreeting(Greeting.encode("NULL", false, 2), SocketType.DEALER, identity, true);
        int answered = ours.first().length;
        StringBuilder commands = new StringBuilder();
        int taken = 0;
        try {
            while (taken < input.length && reader.legacyGreeting() == null) {
                int length = Math.min(input.length - taken, piece > 0 ? piece : 1 + random.nextInt(20));
                ByteBuffer in = ByteBuffer.wrap(input, taken, length);
                while (in.hasRemaining() && reader.legacyGreeting() == null) {
                    reader.feed(in);
                    answered += ours.next(reader.isVersioned(), reader.revision()).length;
                    Command command = reader.pollCommand();
                    if (command != null) {
                        assertThat(reader.greeting()).isNotNull();
                        commands.append(' ').append(command.name());
                    }
                }
                taken = in.position();
            }
        } catch (ZmqProtocolViolationException refused) {
            return FuzzTarget.kind(refused) + commands;
        }
        assertThat(answered).isLessThanOrEqualTo(MAX_ANSWER);
        LegacyGreeting legacy = reader.legacyGreeting();
        if (legacy != null) {
            assertThat(legacy.identity().length).isLessThanOrEqualTo(RoutingId.MAX_BYTES);
            reader.stop();
            return legacy.revision() + "@" + legacy.socketType() + Arrays.toString(legacy.identity()) + taken;
        }
        return reader.revision() + " " + (reader.greeting() == null ? "begun" : "3") + "@" + reader.greeting()
                + commands;
    }
}
