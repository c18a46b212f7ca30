package io.zmqspring.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.CommandCodec;
import io.zmqspring.core.zmtp.PropertyCodec;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Commands and properties: what is accepted is what would be sent again. */
final class CommandFuzz {

    private CommandFuzz() {}

    static String command(byte[] body, Random random) {
        byte[] before = body.clone();
        try {
            Command command = Command.decode(body);
            byte[] frame = CommandCodec.frame(command.name(), command.data());
            assertThat(Arrays.copyOfRange(frame, frame.length - body.length, frame.length))
                    .isEqualTo(body);
            if (command.is(Command.PING)) {
                assertThat(CommandCodec.pingTtlDeciseconds(command)).isBetween(0, 0xFFFF);
                assertThat(CommandCodec.pong(CommandCodec.pingContext(command)).length)
                        .isLessThanOrEqualTo(2 + 1 + 4 + CommandCodec.MAX_PING_CONTEXT);
                assertThat(Command.isHeartbeat(body)).isTrue();
            } else if (command.is(Command.ERROR)) {
                assertThat(CommandCodec.errorReason(command)).matches("[ -~]{0,255}");
            } else {
                assertThat(Command.isHeartbeat(body)).isEqualTo(command.is(Command.PONG));
            }
            return Map.of("PING", 1, "PONG", 1, "ERROR", 1, "READY", 1).containsKey(command.name())
                    ? command.name()
                    : "another";
        } catch (ZmqProtocolViolationException refused) {
            return FuzzTarget.kind(refused);
        } finally {
            assertThat(body).as("the input").isEqualTo(before);
        }
    }

    static String properties(byte[] data, Random random) {
        Map<String, byte[]> properties;
        try {
            properties = PropertyCodec.decode(data);
        } catch (ZmqProtocolViolationException refused) {
            return FuzzTarget.kind(refused);
        }
        byte[] again = PropertyCodec.encode(properties);
        assertThat(again.length).isLessThanOrEqualTo(data.length);
        Map<String, byte[]> second = PropertyCodec.decode(again);
        assertThat(second.keySet()).isEqualTo(properties.keySet());
        second.forEach((name, value) -> assertThat(value).isEqualTo(properties.get(name)));
        return "properties: " + Math.min(4, properties.size());
    }
}
