package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.MemorySocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchedChannelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static SocketOptions batches(int bytes) {
        return SocketOptions.builder()
                .sendBatchBytes(bytes)
                .receiveBatchBytes(bytes)
                .build();
    }

    @Test
    void shouldUseTheChannelItselfUnlessABatchIsAskedFor() {
        MemorySocket socket = MemorySocket.connected();
        assertThat(BatchedChannel.toRead(socket, SocketOptions.defaults())).isSameAs(socket);
        assertThat(BatchedChannel.toWrite(socket, SocketOptions.defaults())).isSameAs(socket);
    }

    @Test
    void shouldReadNoMoreThanABatchAtOnce() throws IOException {
        MemorySocket socket = MemorySocket.connected();
        socket.peerSends(new byte[10]);
        ByteBuffer target = ByteBuffer.allocate(100).position(5);
        assertThat(BatchedChannel.toRead(socket, batches(4)).read(target)).isEqualTo(4);
        assertThat(target.position()).isEqualTo(9);
        assertThat(target.limit()).isEqualTo(100);
        assertThat(BatchedChannel.toRead(socket, batches(Integer.MAX_VALUE)).read(target))
                .isEqualTo(6);
    }

    @Test
    void shouldWriteInPiecesOfABatchUntilTheChannelTakesNoMore() throws IOException {
        MemorySocket socket = MemorySocket.connected();
        ByteBuffer[] sources = {ByteBuffer.wrap(new byte[10]), ByteBuffer.wrap(new byte[10])};
        int before = socket.writes();
        socket.peerTakes(13);
        assertThat(BatchedChannel.toWrite(socket, batches(4)).write(sources)).isEqualTo(13);
        assertThat(socket.writes() - before).isEqualTo(4);
        assertThat(sources[1].position()).isEqualTo(3);
        assertThat(sources[1].limit()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 8192})
    void shouldCarryWholeMessages(int batch) {
        try (ZmqContext context = ZmqContext.create();
                PairSocket one = context.pair(batches(batch));
                PairSocket other = context.pair(batches(batch))) {
            other.connect(one.bind("tcp://127.0.0.1:*"));
            Random random = new Random(batch);
            for (int size : new int[] {0, 1, 255, 256, 10_000, 70_000}) {
                byte[] body = new byte[size];
                random.nextBytes(body);
                ZmqMessage message = ZmqMessage.of(body, new byte[1], body);
                one.send(message);
                assertThat(other.receiveMessage(PATIENCE)).isEqualTo(message);
            }
        }
    }
}
