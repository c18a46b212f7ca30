package io.zmqspring.core.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.TcpEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocksPreludeTest {

    private static final HexFormat HEX = HexFormat.of();

    /** Takes and gives so many bytes a call, and has nothing more to read in every other call. */
    private static final class PieceChannel implements ByteChannel {

        private final ByteBuffer toRead;
        private final int piece;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean ready;
        private boolean ended;

        PieceChannel(String toRead, int piece) {
            this.toRead = ByteBuffer.wrap(HEX.parseHex(toRead));
            this.piece = piece;
        }

        @Override
        public int read(ByteBuffer target) {
            ready = !ready;
            if (!ready) {
                return 0;
            }
            if (!toRead.hasRemaining()) {
                return ended ? -1 : 0;
            }
            int count = Math.min(piece, Math.min(target.remaining(), toRead.remaining()));
            target.put(toRead.slice(toRead.position(), count));
            toRead.position(toRead.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            ready = !ready;
            int count = ready ? Math.min(piece, source.remaining()) : 0;
            for (int i = 0; i < count; i++) {
                written.write(source.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static SocksPrelude prelude(String endpoint, String user) {
        return new SocksPrelude("proxy:1080", (TcpEndpoint) Endpoint.parse(endpoint), user, "pw");
    }

    private static void advance(SocksPrelude prelude, PieceChannel channel) throws IOException {
        int calls = 0;
        while (!prelude.advance(channel)) {
            assertThat(prelude.interestOps()).isIn(SelectionKey.OP_READ, SelectionKey.OP_WRITE);
            assertThat(calls++).as("calls").isLessThan(2_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void shouldAskWithNameAndPasswordAndLeaveWhatFollowsInTheChannel(int piece) throws IOException {
        PieceChannel channel = new PieceChannel("0502" + "0100" + "05000003" + "0361626304D2" + "FF00", piece);

        advance(prelude("tcp://host:258", "me"), channel);

        assertThat(HEX.formatHex(channel.written.toByteArray()))
                .isEqualTo("050102" + "01026d65027077" + "05010003" + "04686f7374" + "0102");
        assertThat(channel.toRead.remaining()).isEqualTo(2);
    }

    @Test
    void shouldAskForNumericAddressesWithoutTheNameOfAnInterface() throws IOException {
        PieceChannel v4 = new PieceChannel("0500" + "05000001" + "000000000000" + "FF", 1000);
        advance(prelude("tcp://1.2.3.4:5", null), v4);
        assertThat(HEX.formatHex(v4.written.toByteArray())).isEqualTo("050100" + "05010001" + "01020304" + "0005");

        PieceChannel v6 = new PieceChannel("0500" + "05000004" + "00".repeat(18) + "FF", 1000);
        advance(prelude("tcp://[fe80::1%eth0]:5", null), v6);
        assertThat(HEX.formatHex(v6.written.toByteArray()))
                .isEqualTo("050100" + "05010004" + "fe80" + "00".repeat(13) + "01" + "0005");
        assertThat(v6.toRead.remaining()).isOne();
    }

    @Test
    void shouldTakeTheLongestAnswer() throws IOException {
        PieceChannel channel = new PieceChannel("0500" + "05000003" + "FF" + "61".repeat(255) + "0000" + "FF", 7);
        advance(prelude("tcp://host:1", null), channel);
        assertThat(channel.toRead.remaining()).isOne();
    }

    @Test
    void shouldFailWhenTheProxyEndsTheConnection() {
        PieceChannel channel = new PieceChannel("0500", 1000);
        channel.ended = true;
        assertThatIOException()
                .isThrownBy(() -> advance(prelude("tcp://host:1", null), channel))
                .withMessage("the SOCKS proxy proxy:1080 does not connect to tcp://host:1: it closed the connection");
    }
}
