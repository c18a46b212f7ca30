package io.zmqspring.integration.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands between a client on JeroMQ 0.6.0 and a server, and holds the server's greeting back for a moment. One in ten
 * connects of JeroMQ sends nothing, ever, when a greeting is there at once, to libzmq (5 of 44) as to this engine; a
 * greeting that comes later makes it go on.
 */
final class PatientRelay implements AutoCloseable {

    private static final int PATIENCE_MS = 200;

    private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> sockets = new ArrayList<>();
    private final int target;

    /** Relays to an endpoint of this machine, from its {@link #port()}. */
    PatientRelay(String endpoint) throws IOException {
        this.target = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket server = new Socket("127.0.0.1", target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            synchronized (sockets) {
                sockets.add(client);
                sockets.add(server);
            }
            daemon(() -> relay(client, server));
        }
    }

    private static void relay(Socket client, Socket server) throws IOException {
        byte[] first = new byte[1];
        client.setSoTimeout(PATIENCE_MS);
        try {
            if (client.getInputStream().read(first) < 1) {
                return;
            }
            server.getOutputStream().write(first);
        } catch (SocketTimeoutException waitsForTheGreeting) {
            // It has sent nothing, and will when the greeting is there.
        }
        client.setSoTimeout(0);
        daemon(() -> copy(server, client));
        copy(client, server);
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
    }

    private static void daemon(Relaying task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException ended) {
                // A side has closed its connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private interface Relaying {

        void run() throws IOException;
    }
}
