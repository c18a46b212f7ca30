package io.zmqspring.core.support;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A peer that is a bare TCP socket: it sends and reads exactly the bytes a test wants, and resets on request. */
public final class RawPeer implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects to a socket under test.
     *
     * @param endpoint a {@code tcp} one, as bind returned it
     * @return the peer; nothing is said yet
     */
    public static RawPeer connect(String endpoint) {
        return connect(endpoint, 0);
    }

    /**
     * Connects with a receive buffer of a given size, so that little fits between two peers of which one does not read.
     *
     * @param endpoint a {@code tcp} one, as bind returned it
     * @param receiveBufferBytes of the operating system, 0 for its default
     * @return the peer; nothing is said yet
     */
    public static RawPeer connect(String endpoint, int receiveBufferBytes) {
        int port = URI.create(endpoint).getPort();
        try {
            Socket socket = new Socket();
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            return new RawPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes, all in one segment where the operating system allows. */
    public RawPeer send(byte[]... parts) {
        try {
            out.write(Zmtp.join(parts));
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends bytes to a peer that may close before it has them all.
     *
     * @return whether they were taken
     */
    public boolean trySend(byte[]... parts) {
        try {
            out.write(Zmtp.join(parts));
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends bytes one at a time, each in a segment of its own. */
    public RawPeer sendSingly(byte[] bytes) {
        for (byte each : bytes) {
            send(new byte[] {each});
        }
        return this;
    }

    /**
     * Goes through the whole handshake.
     *
     * @param socketType what to say in READY
     * @return this
     */
    public RawPeer handshake(String socketType) {
        send(Zmtp.greeting(), Zmtp.ready(socketType));
        readGreeting();
        readFrame();
        return this;
    }

    /** {@return the other side's greeting} */
    public byte[] readGreeting() {
        return read(Zmtp.GREETING_LENGTH);
    }

    /** {@return the next bytes} */
    public byte[] read(int length) {
        try {
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the next frame} */
    public Frame readFrame() {
        try {
            int flags = in.readUnsignedByte();
            long length = (flags & Zmtp.LONG) == 0 ? in.readUnsignedByte() : in.readLong();
            return new Frame(flags, read(Math.toIntExact(length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the body of the next message, which has one frame; commands before it are skipped} */
    public byte[] readMessage() {
        Frame frame = readFrame();
        while (frame.isCommand()) {
            frame = readFrame();
        }
        return frame.body();
    }

    /** {@return whether the other side ends the connection before patience does; what it says until then is skipped} */
    public boolean awaitEnd() {
        return bytesUntilEnd() >= 0;
    }

    /**
     * {@return how many bytes come before the other side ends the connection, or -1 when it does not before patience
     * does}
     */
    public long bytesUntilEnd() {
        byte[] skipped = new byte[1 << 16];
        long bytes = 0;
        try {
            for (int read = in.read(skipped); read >= 0; read = in.read(skipped)) {
                bytes += read;
            }
            return bytes;
        } catch (EOFException | SocketException ended) {
            return bytes;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Leaves with RST, so that what is under way in either direction is thrown away. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Leaves once the other side's operating system has everything that was sent, whether or not it has been read
     * there.
     */
    public void closeWhenDelivered() {
        try {
            socket.setSoLinger(true, PATIENCE_MS / 1000);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more will come, and goes on listening. */
    public void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One frame as it came.
     *
     * @param flags the octet
     * @param body its bytes
     */
    public record Frame(int flags, byte[] body) {

        /** {@return whether it is a command} */
        public boolean isCommand() {
            return (flags & Zmtp.COMMAND) != 0;
        }

        /** {@return the command's name} */
        public String commandName() {
            return Zmtp.text(Arrays.copyOfRange(body, 1, 1 + body[0]));
        }

        /** {@return what follows the command's name} */
        public byte[] commandData() {
            return Arrays.copyOfRange(body, 1 + body[0], body.length);
        }

        /** {@return the reason, when it is an ERROR} */
        public String errorReason() {
            ByteBuffer data = ByteBuffer.wrap(commandData());
            byte[] reason = new byte[data.get() & 0xFF];
            data.get(reason);
            return Zmtp.text(reason);
        }
    }

    /** A port on the loopback interface that takes raw peers. */
    public static final class Listener implements AutoCloseable {

        private final ServerSocket server;

        /** Listens on a free port. */
        public Listener() {
            try {
                this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                server.setSoTimeout(PATIENCE_MS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Sets the receive buffer of the operating system for the peers taken from now on. */
        public Listener receiveBuffer(int bytes) {
            try {
                server.setReceiveBufferSize(bytes);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** {@return where to connect to} */
        public String endpoint() {
            return "tcp://127.0.0.1:" + server.getLocalPort();
        }

        /** {@return the next peer, nothing said yet} */
        public RawPeer accept() {
            try {
                return new RawPeer(server.accept());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
