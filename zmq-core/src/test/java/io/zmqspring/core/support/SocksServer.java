package io.zmqspring.core.support;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A SOCKS 5 proxy (RFC 1928, 1929) for tests: one thread per connection, and whatever answers a test wants. */
public final class SocksServer implements AutoCloseable {

    private static final long PATIENCE_MS = 20_000;

    private final ServerSocket server;
    private final Thread acceptor;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** User and password with a colon between, or {@code null} for none. */
    public volatile @Nullable String credentials;

    /** Answer to a request in hexadecimal, in place of the connection, or {@code null}. */
    public volatile @Nullable String reply;

    /** Answer to the greeting in hexadecimal, in place of the method, "close" to close instead, or {@code null}. */
    public volatile @Nullable String method;

    /** Where every name leads. */
    public volatile @Nullable InetSocketAddress target;

    /** Form of the address in the answer: 1 IPv4, 3 a name, 4 IPv6. */
    public volatile int boundType = 1;

    /**
     * Begins to listen.
     *
     * @param port 0 for any
     */
    public SocksServer(int port) {
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = start(this::accept);
    }

    /** {@return host and port} */
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** {@return what was asked for so far: type of the address, a space, the address and the port} */
    public List<String> requests() {
        return requests;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            open.add(client);
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readByte();
        byte[] methods = new byte[in.readByte()];
        in.readFully(methods);
        if ("close".equals(method)) {
            client.close();
            return;
        }
        if (method != null) {
            out.write(HexFormat.of().parseHex(method));
            return;
        }
        int wanted = credentials == null ? 0 : 2;
        boolean offered = methods.length == 1 && methods[0] == wanted;
        out.write(new byte[] {5, (byte) (offered ? wanted : 0xFF)});
        if (!offered || wanted == 2 && !authenticate(in, out)) {
            client.close();
            return;
        }
        in.skipBytes(3);
        int type = in.readByte();
        byte[] host = new byte[type == 1 ? 4 : type == 4 ? 16 : in.readByte() & 0xFF];
        in.readFully(host);
        String name = type == 3
                ? new String(host, StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(host).getHostAddress();
        int port = in.readUnsignedShort();
        requests.add(type + " " + name + " " + port);
        if (reply != null) {
            out.write(HexFormat.of().parseHex(reply));
            return;
        }
        InetSocketAddress there = target != null ? target : new InetSocketAddress(InetAddress.getByAddress(host), port);
        Socket peer = new Socket(there.getAddress(), there.getPort());
        open.add(peer);
        out.write(new byte[] {5, 0, 0, (byte) boundType});
        out.write(boundType == 1 ? new byte[4] : boundType == 4 ? new byte[16] : new byte[] {3, 'b', 'n', 'd'});
        out.write(new byte[2]);
        start(() -> pump(peer, client));
        pump(client, peer);
    }

    private boolean authenticate(DataInputStream in, OutputStream out) throws IOException {
        in.readByte();
        byte[] user = new byte[in.readByte() & 0xFF];
        in.readFully(user);
        byte[] password = new byte[in.readByte() & 0xFF];
        in.readFully(password);
        String given = new String(user, StandardCharsets.UTF_8) + ':' + new String(password, StandardCharsets.UTF_8);
        boolean right = given.equals(credentials);
        out.write(new byte[] {1, (byte) (right ? 0 : 1)});
        return right;
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static Thread start(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException closed) {
                // The test sees it by what does not arrive.
                Thread.yield();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Afterwards no connection is open, and none is taken: one that arrived last may be with its thread already. */
    @Override
    public void close() {
        try {
            server.close();
            acceptor.join(PATIENCE_MS);
            if (acceptor.isAlive()) {
                throw new IllegalStateException("connections are still taken " + PATIENCE_MS + " ms after the end");
            }
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
