package io.zmqspring.core.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between two peers, passes their bytes on, and counts the PING and PONG commands among them. */
final class PingRelay implements AutoCloseable {

    private static final byte[] PING = "\u0004PING".getBytes(US_ASCII);
    private static final byte[] PONG = "\u0004PONG".getBytes(US_ASCII);

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger pingsToTarget = new AtomicInteger();
    private final AtomicInteger pongsToTarget = new AtomicInteger();
    private final AtomicInteger pingsFromTarget = new AtomicInteger();
    private final AtomicInteger pongsFromTarget = new AtomicInteger();

    PingRelay(InetSocketAddress target) {
        this.target = target;
        try {
            server = new ServerSocket(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("relay", this::join);
    }

    /** {@return the port it listens on, on every address} */
    int port() {
        return server.getLocalPort();
    }

    /** {@return PINGs of the side that connected here} */
    int pingsToTarget() {
        return pingsToTarget.get();
    }

    /** {@return PONGs of the side that connected here} */
    int pongsToTarget() {
        return pongsToTarget.get();
    }

    /** {@return PINGs of the side connected to} */
    int pingsFromTarget() {
        return pingsFromTarget.get();
    }

    /** {@return PONGs of the side connected to} */
    int pongsFromTarget() {
        return pongsFromTarget.get();
    }

    private void join() throws IOException {
        while (true) {
            Socket from = server.accept();
            sockets.add(from);
            Socket to = new Socket(target.getAddress(), target.getPort());
            sockets.add(to);
            start("relay back", () -> pass(to, from, pingsFromTarget, pongsFromTarget));
            start("relay on", () -> pass(from, to, pingsToTarget, pongsToTarget));
        }
    }

    private static void pass(Socket from, Socket to, AtomicInteger pings, AtomicInteger pongs) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int pingMatched = 0;
        int pongMatched = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            out.write(next);
            pingMatched = match(PING, pingMatched, next, pings);
            pongMatched = match(PONG, pongMatched, next, pongs);
        }
        to.shutdownOutput();
    }

    private static int match(byte[] wanted, int matched, int next, AtomicInteger count) {
        if (next != wanted[matched]) {
            return next == wanted[0] ? 1 : 0;
        }
        if (matched + 1 < wanted.length) {
            return matched + 1;
        }
        count.incrementAndGet();
        return 0;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // One side or the test has ended.
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** What a thread of the relay does until its sockets are closed. */
    @FunctionalInterface
    private interface Work {

        void run() throws IOException;
    }
}
