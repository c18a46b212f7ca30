package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.RawPeer;
import io.zmqspring.core.transport.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectAttemptsTest {

    /** A listener whose backlog is full: connecting to it neither succeeds nor fails. */
    private static final class Silent implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> filling = new ArrayList<>();

        Silent() throws IOException {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                filling.add(socket);
                try {
                    socket.connect(address(), 100);
                } catch (IOException full) {
                    break;
                }
            }
        }

        InetSocketAddress address() {
            return new InetSocketAddress("127.0.0.1", server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : filling) {
                socket.close();
            }
        }
    }

    /** Completes with the channel, or with the reason in an exception. */
    private static final class Result extends CompletableFuture<SocketChannel> implements ConnectAttempts.Outcome {

        @Override
        public void onConnected(SocketChannel channel) {
            complete(channel);
        }

        @Override
        public void onExhausted(String reason) {
            completeExceptionally(new IOException(reason));
        }
    }

    @Test
    void shouldTryTheNextAddressBesideOneThatDoesNotAnswer()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (Silent silent = new Silent();
                RawPeer.Listener good = new RawPeer.Listener()) {
            InetSocketAddress reachable = new InetSocketAddress(
                    "127.0.0.1", URI.create(good.endpoint()).getPort());
            List<SocketAddress> addresses = List.of(silent.address(), reachable);
            try (TestHost host = new TestHost(SocketOptions.defaults(), new TestTransport(addresses))) {
                Result result = new Result();
                ConnectAttempts attempts = new ConnectAttempts(
                        host.loop(),
                        host.transport(Endpoint.parse("tcp://x:1")),
                        Endpoint.parse("tcp://x:1"),
                        host.options(),
                        result);
                CompletableFuture<Boolean> untried = new CompletableFuture<>();
                host.loop().execute(() -> attempts.start(addresses));

                // The connect time-out is 30 s; this comes after a quarter of a second.
                try (SocketChannel channel = result.get(10, TimeUnit.SECONDS)) {
                    assertThat(channel.getRemoteAddress()).isEqualTo(reachable);
                }
                host.loop().execute(() -> untried.complete(attempts.hasUntried()));
                assertThat(untried.get(10, TimeUnit.SECONDS))
                        .as("the address that did not answer is tried again when the other fails the handshake")
                        .isTrue();
                host.loop().execute(attempts::cancel);
            }
        }
    }

    @Test
    void shouldReachAnAddressBehindManyThatFailAtOnce()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (RawPeer.Listener good = new RawPeer.Listener()) {
            InetSocketAddress reachable = new InetSocketAddress(
                    "127.0.0.1", URI.create(good.endpoint()).getPort());
            List<SocketAddress> addresses =
                    new ArrayList<>(Collections.nCopies(20_000, InetSocketAddress.createUnresolved("none.invalid", 1)));
            addresses.add(reachable);
            try (TestHost host = new TestHost(SocketOptions.defaults(), new TestTransport(addresses))) {
                Result result = new Result();
                ConnectAttempts attempts = new ConnectAttempts(
                        host.loop(),
                        host.transport(Endpoint.parse("tcp://x:1")),
                        Endpoint.parse("tcp://x:1"),
                        host.options(),
                        result);
                host.loop().execute(() -> attempts.start(addresses));

                try (SocketChannel channel = result.get(20, TimeUnit.SECONDS)) {
                    assertThat(channel.getRemoteAddress()).isEqualTo(reachable);
                }
                assertThat(host.errors).isEmpty();
            }
        }
    }
}
