package io.zmqspring.core.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket channel without an operating system, for {@link MemorySelector}. The test plays its peer and decides what
 * arrives, how much is taken, and how it ends. One thread at a time.
 */
public final class MemorySocket extends SocketChannel implements MemoryReadiness {

    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final SocketAddress address;
    private ByteBuffer arrived = ByteBuffer.allocate(0);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private long room = Long.MAX_VALUE;
    private int piece = EVERYTHING;
    private boolean connected;
    private boolean accepted;
    private @Nullable IOException refusal;
    private boolean peerEnded;
    private boolean reset;
    private boolean outputShut;
    private int writes;
    private Runnable whenWritten = () -> {};

    private MemorySocket(SocketAddress address, boolean connected) {
        super(SelectorProvider.provider());
        this.address = address;
        this.connected = connected;
        try {
            configureBlocking(false);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return a socket that is connected} */
    public static MemorySocket connected() {
        return new MemorySocket(InetSocketAddress.createUnresolved("memory", 1), true);
    }

    /** {@return a socket that is connecting, until {@link #peerAccepts} or {@link #peerRefuses}} */
    public static MemorySocket connecting(SocketAddress address) {
        return new MemorySocket(address, false);
    }

    /** The connection comes about. */
    public void peerAccepts() {
        accepted = true;
    }

    /** The connection does not come about. */
    public void peerRefuses() {
        refusal = new ConnectException("Connection refused");
    }

    /** Bytes arrive, one behind the other. */
    public void peerSends(byte[]... parts) {
        byte[] all = Zmtp.join(parts);
        arrived = ByteBuffer.allocate(arrived.remaining() + all.length)
                .put(arrived)
                .put(all)
                .flip();
    }

    /** Its greeting and READY arrive. */
    public void peerShakesHands(String socketType) {
        peerSends(Zmtp.greeting(), Zmtp.ready(socketType));
    }

    /** It ends its side; what has arrived can still be read. */
    public void peerEnds() {
        peerEnded = true;
    }

    /** The connection breaks; what has arrived can still be read, and every write fails. */
    public void peerResets() {
        reset = true;
    }

    /** From now on so many more bytes are taken. */
    public void peerTakes(long more) {
        room = more;
    }

    /** From now on everything is taken. */
    public void peerTakesEverything() {
        room = Long.MAX_VALUE;
    }

    /** From now on a read gives so many bytes at most. */
    public void inPiecesOf(int bytes) {
        piece = bytes;
    }

    /** {@return what was written since the last call} */
    public byte[] takeSent() {
        byte[] taken = sent.toByteArray();
        sent.reset();
        return taken;
    }

    /** Runs an action at the end of each write from now on, as a thread beside the writing one would. */
    public void whenWritten(Runnable action) {
        whenWritten = action;
    }

    /** {@return how often it was written to} */
    public int writes() {
        return writes;
    }

    /** {@return how many bytes have arrived that were not read} */
    public int unread() {
        return arrived.remaining();
    }

    /** {@return whether our side was ended and the other may go on} */
    public boolean isOutputShut() {
        return outputShut;
    }

    /** {@return where it connects to} */
    public SocketAddress address() {
        return address;
    }

    @Override
    public int readyOps() {
        if (!connected) {
            return accepted || refusal != null ? SelectionKey.OP_CONNECT : 0;
        }
        int read = arrived.hasRemaining() || peerEnded || reset ? SelectionKey.OP_READ : 0;
        return read | (room > 0 || reset ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    public boolean finishConnect() throws IOException {
        requireOpen();
        if (refusal != null) {
            throw refusal;
        }
        connected |= accepted;
        return connected;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireOpen();
        int length = Math.min(piece, Math.min(arrived.remaining(), target.remaining()));
        if (length > 0) {
            target.put(arrived.slice(arrived.position(), length));
            arrived.position(arrived.position() + length);
        } else if (reset) {
            throw new IOException("Connection reset");
        } else if (peerEnded && !arrived.hasRemaining()) {
            return -1;
        }
        return length;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        requireOpen();
        if (outputShut) {
            throw new ClosedChannelException();
        }
        writes++;
        if (reset) {
            throw new IOException("Broken pipe");
        }
        int length = (int) Math.min(room, source.remaining());
        for (int i = 0; i < length; i++) {
            sent.write(source.get());
        }
        if (room < Long.MAX_VALUE) {
            room -= length;
        }
        whenWritten.run();
        return length;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += write(sources[i]);
            if (sources[i].hasRemaining()) {
                break;
            }
        }
        return total;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return read(targets[offset]);
    }

    private void requireOpen() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        requireOpen();
        outputShut = true;
        return this;
    }

    @Override
    public SocketChannel shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isConnectionPending() {
        return !connected;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return address;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return address;
    }

    @Override
    protected void implCloseSelectableChannel() {
        outputShut = true;
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}
}
