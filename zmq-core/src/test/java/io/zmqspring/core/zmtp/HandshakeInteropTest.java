package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.SocketType;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Our bytes against JeroMQ, which sends its greeting in three parts and speaks ZMTP 3.0. */
class HandshakeInteropTest {

    private static final int LIMIT_MS = 10_000;

    @Test
    void shouldShakeHandsWithJeroMq() throws Exception {
        try (ZContext context = new ZContext()) {
            ZMQ.Socket pull = context.createSocket(org.zeromq.SocketType.PULL);
            pull.setReceiveTimeOut(LIMIT_MS);
            int port = pull.bindToRandomPort("tcp://127.0.0.1");
            try (Socket push = new Socket("127.0.0.1", port)) {
                push.setSoTimeout(LIMIT_MS);
                push.getOutputStream()
                        .write(Bytes.join(
                                Greeting.encode("NULL", false),
                                CommandCodec.ready(CommandCodec.properties(SocketType.PUSH, Map.of()))));
                HandshakeReader reader = new HandshakeReader(65_536);

                Command ready = readCommand(reader, push.getInputStream());

                assertThat(reader.greeting()).isEqualTo(new Greeting(ZmtpVersion.V3_0, "NULL", false));
                assertThat(ready.name()).isEqualTo(Command.READY);
                assertThat(CommandCodec.readyProperties(ready).get(PropertyCodec.SOCKET_TYPE))
                        .isEqualTo(Bytes.ascii("PULL"));
                push.getOutputStream().write(Bytes.of("00 05 \"Hello\""));
                assertThat(pull.recvStr()).isEqualTo("Hello");

                push.getOutputStream().write(CommandCodec.ping(0, Bytes.ascii("LOL")));
                assertThat(readCommand(reader, push.getInputStream()))
                        .isEqualTo(new Command(Command.PONG, Bytes.ascii("LOL")));
            }
        }
    }

    private static Command readCommand(HandshakeReader reader, InputStream in) throws IOException {
        Command command = null;
        while (command == null) {
            int octet = in.read();
            assertThat(octet).as("the peer closed the connection").isNotNegative();
            reader.feed(ByteBuffer.wrap(new byte[] {(byte) octet}));
            command = reader.pollCommand();
        }
        return command;
    }
}
