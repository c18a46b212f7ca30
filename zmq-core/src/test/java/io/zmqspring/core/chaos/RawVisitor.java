package io.zmqspring.core.chaos;

import io.zmqspring.core.support.Zmtp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/** A bare channel to a socket under test that never blocks for longer than a call allows. One thread. */
final class RawVisitor implements AutoCloseable {

    private static final int CONNECT_MS = 2_000;
    private static final long STEP_NS = 1_000_000;

    private final SocketChannel channel;
    private final ByteBuffer skipped = ByteBuffer.allocate(1 << 16);

    private RawVisitor(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects.
     *
     * @param endpoint of tcp or ipc
     * @return the visitor, nothing said yet
     * @throws IOException when it is not taken in time
     */
    static RawVisitor connect(String endpoint) throws IOException {
        SocketChannel channel;
        if (endpoint.startsWith("ipc://")) {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                if (!channel.connect(UnixDomainSocketAddress.of(endpoint.substring("ipc://".length())))) {
                    throw new IOException("not taken at once");
                }
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } else {
            channel = SocketChannel.open();
            try {
                int port = URI.create(endpoint).getPort();
                channel.socket().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
                channel.configureBlocking(false);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
        return new RawVisitor(channel);
    }

    /**
     * Sends bytes.
     *
     * @param maxMs longest wait
     * @return whether all were taken
     */
    boolean write(long maxMs, byte[]... parts) {
        ByteBuffer bytes = ByteBuffer.wrap(parts.length == 1 ? parts[0] : Zmtp.join(parts));
        long deadline = System.nanoTime() + maxMs * 1_000_000;
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    if (System.nanoTime() - deadline >= 0) {
                        return false;
                    }
                    LockSupport.parkNanos(STEP_NS);
                }
            }
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** {@return whether the other side still listens; what it said is skipped} */
    boolean skipInput() {
        try {
            int read;
            do {
                read = channel.read(skipped.clear());
            } while (read > 0);
            return read == 0;
        } catch (IOException closed) {
            return false;
        }
    }

    /** {@return whether the other side ends the connection in time} */
    boolean awaitEnd(World world, long maxMs) {
        return world.await(maxMs, () -> !skipInput());
    }

    /** Stays for a while and skips what comes. */
    void linger(long ms) {
        long end = System.nanoTime() + ms * 1_000_000;
        while (System.nanoTime() - end < 0 && skipInput()) {
            LockSupport.parkNanos(STEP_NS);
        }
    }

    /**
     * Goes through the handshake.
     *
     * @return whether the other side went along in time
     */
    boolean handshake(String socketType, long maxMs) {
        if (!write(maxMs, Zmtp.greeting(), Zmtp.ready(socketType))) {
            return false;
        }
        ByteBuffer answer = ByteBuffer.allocate(Zmtp.GREETING_LENGTH + 2 + 255);
        long deadline = System.nanoTime() + maxMs * 1_000_000;
        try {
            while (!isComplete(answer)) {
                int most = answer.position() < Zmtp.GREETING_LENGTH + 2
                        ? Zmtp.GREETING_LENGTH + 2
                        : Zmtp.GREETING_LENGTH + 2 + (answer.get(Zmtp.GREETING_LENGTH + 1) & 0xFF);
                int read = channel.read(answer.limit(most));
                if (read < 0 || read == 0 && System.nanoTime() - deadline >= 0) {
                    return false;
                }
                if (read == 0) {
                    LockSupport.parkNanos(STEP_NS);
                }
            }
            return answer.get(Zmtp.GREETING_LENGTH + 3) == 'R';
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean isComplete(ByteBuffer answer) {
        int position = answer.position();
        return position >= Zmtp.GREETING_LENGTH + 2
                && position >= Zmtp.GREETING_LENGTH + 2 + (answer.get(Zmtp.GREETING_LENGTH + 1) & 0xFF);
    }

    void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException alreadyClosed) {
            close();
        }
    }

    /** Leaves with RST where the transport has that. */
    void reset() {
        try {
            if (channel.getLocalAddress() instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException alreadyClosed) {
            skipped.clear();
        }
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyClosed) {
            skipped.clear();
        }
    }
}
