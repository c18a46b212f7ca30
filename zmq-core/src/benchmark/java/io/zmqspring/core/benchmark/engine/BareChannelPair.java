package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageSink;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Blocking channel over which messages of one fixed size go both ways, without frames. Used by one thread. */
final class BareChannelPair implements DuplexEnd {

    private final @Nullable ServerSocketChannel server;
    private final String endpoint;
    private final ByteBuffer in;
    private final ByteBuffer out;
    private @Nullable SocketChannel channel;

    private BareChannelPair(
            @Nullable ServerSocketChannel server, @Nullable SocketChannel channel, String endpoint, int size) {
        this.server = server;
        this.channel = channel;
        this.endpoint = endpoint;
        this.in = ByteBuffer.allocateDirect(size);
        this.out = ByteBuffer.allocateDirect(size);
    }

    static BareChannelPair listening(ServerSocketChannel server, String address, int size) throws IOException {
        return new BareChannelPair(server, null, SocketAddresses.endpoint(server, address), size);
    }

    static BareChannelPair connected(SocketChannel channel, String address, int size) {
        return new BareChannelPair(null, channel, address, size);
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void receive(MessageSink sink) throws IOException {
        SocketChannel connected = channel();
        in.clear();
        while (in.hasRemaining()) {
            if (connected.read(in) < 0) {
                throw new EOFException("peer closed after " + in.position() + " of " + in.capacity() + " bytes");
            }
        }
        in.flip();
        sink.accept(MessageHeader.read(in), in.remaining(), false);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    public MessageWriter writer() {
        return this::send;
    }

    private void send(long header) throws IOException {
        SocketChannel connected = channel();
        MessageHeader.write(out, header);
        out.clear();
        while (out.hasRemaining()) {
            connected.write(out);
        }
    }

    private SocketChannel channel() throws IOException {
        SocketChannel connected = channel;
        if (connected == null) {
            if (server == null) {
                throw new IllegalStateException("neither connected nor listening: " + endpoint);
            }
            connected = SocketAddresses.accept(server);
            channel = connected;
        }
        return connected;
    }
}
