package io.zmqspring.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.option.SocketOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for every transport of bytes, tried on real sockets. */
public abstract class TransportContractTest {

    /** The transport tried. */
    protected final Transport transport;

    private final Deque<NetworkChannel> channels = new ArrayDeque<>();

    /**
     * Takes what a subclass tries.
     *
     * @param transport to try
     */
    protected TransportContractTest(Transport transport) {
        this.transport = transport;
    }

    /** {@return an endpoint whose bind makes up its own port or path} */
    protected abstract Endpoint wildcard();

    /** {@return an endpoint of another scheme} */
    protected abstract Endpoint foreign();

    @AfterEach
    void closeChannels() throws IOException {
        for (NetworkChannel channel : channels) {
            channel.close();
        }
        transport.afterClose(wildcard());
    }

    @Test
    void shouldTakeOnlyEndpointsOfItsScheme() {
        assertThat(wildcard().scheme()).isEqualTo(transport.scheme());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transport.openServer(foreign(), SocketOptions.defaults()))
                .withMessageContaining(foreign().toString());
    }

    @Test
    void shouldListenWithoutBlockingOnResolvedEndpoint() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());

        assertThat(server.isBlocking()).isFalse();
        assertThat(server.accept()).isNull();
        Endpoint resolved = resolved(server, wildcard());
        assertThat(resolved).isNotEqualTo(wildcard());
        assertThat(resolved.forConnect()).isSameAs(resolved);
    }

    @Test
    void shouldMakeUpAnotherEndpointForEachWildcard() {
        ServerSocketChannel one = listen(wildcard(), SocketOptions.defaults());
        ServerSocketChannel two = listen(wildcard(), SocketOptions.defaults());

        assertThat(resolved(one, wildcard())).isNotEqualTo(resolved(two, wildcard()));
    }

    @Test
    void shouldCarryBytesBothWays() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        SocketChannel client = connect(resolved(server, wildcard()), SocketOptions.defaults());
        SocketChannel accepted = accept(server);
        transport.configure(accepted, SocketOptions.defaults());

        assertThat(client.isBlocking()).isFalse();
        send(client, "ping");
        assertThat(receive(accepted, 4)).isEqualTo("ping");
        send(accepted, "pong");
        assertThat(receive(client, 4)).isEqualTo("pong");
        assertThat(transport.isSelfConnected(client)).isFalse();
        assertThat(transport.isSelfConnected(accepted)).isFalse();
    }

    @Test
    void shouldNamePeersAsEndpoints() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        Endpoint resolved = resolved(server, wildcard());
        SocketChannel client = connect(resolved, SocketOptions.defaults());
        SocketChannel accepted = accept(server);

        assertThat(transport.peerAddress(accepted)).startsWith(transport.scheme() + "://");
        assertThat(transport.peerAddress(client)).startsWith(transport.scheme() + "://");
        client.close();
        assertThat(transport.peerAddress(client)).isEqualTo("unknown");
        assertThat(transport.isSelfConnected(client)).isFalse();
    }

    @Test
    void shouldRefuseEndpointThatIsInUse() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        Endpoint resolved = resolved(server, wildcard());

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> listen(resolved, SocketOptions.defaults()))
                .withMessage(resolved + ": address already in use");
        connect(resolved, SocketOptions.defaults());
    }

    @Test
    void shouldBindAgainAtOnceAfterClose() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        Endpoint resolved = resolved(server, wildcard());
        SocketChannel client = connect(resolved, SocketOptions.defaults());
        accept(server).close();
        server.close();
        transport.afterClose(resolved);
        client.close();

        ServerSocketChannel again = listen(resolved, SocketOptions.defaults());

        connect(resolved, SocketOptions.defaults());
        accept(again);
    }

    @Test
    void shouldRefuseToSpellClosedListener() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        server.close();

        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> transport.localEndpoint(server, wildcard()))
                .withMessageContaining("closed");
    }

    @Test
    void shouldApplyBuffersBeforeConnect() throws Exception {
        SocketOptions options = SocketOptions.builder()
                .sendBufferBytes(20_000)
                .receiveBufferBytes(30_000)
                .build();
        ServerSocketChannel server = listen(wildcard(), options);
        SocketChannel client = connect(resolved(server, wildcard()), options);
        SocketChannel accepted = accept(server);
        transport.configure(accepted, options);

        for (SocketChannel each : List.of(client, accepted)) {
            assertThat(each.getOption(StandardSocketOptions.SO_SNDBUF)).isBetween(20_000, 40_000);
            assertThat(each.getOption(StandardSocketOptions.SO_RCVBUF)).isBetween(30_000, 60_000);
        }
    }

    @Test
    void shouldDoNothingAfterCloseWhileTheListenerIsOpen() throws Exception {
        ServerSocketChannel server = listen(wildcard(), SocketOptions.defaults());
        Endpoint resolved = resolved(server, wildcard());

        transport.afterClose(resolved);
        transport.afterClose(wildcard());

        connect(resolved, SocketOptions.defaults());
    }

    /**
     * Opens a listener that the test closes.
     *
     * @param endpoint to bind
     * @param options of the socket
     * @return the listener
     */
    protected final ServerSocketChannel listen(Endpoint endpoint, SocketOptions options) {
        ServerSocketChannel server = transport.openServer(endpoint, options);
        channels.push(server);
        return server;
    }

    /**
     * Connects a client that the test closes.
     *
     * @param endpoint to connect to
     * @param options of the socket
     * @return the connected channel
     * @throws IOException when no address answers
     */
    protected final SocketChannel connect(Endpoint endpoint, SocketOptions options) throws IOException {
        SocketAddress address = transport.resolve(endpoint, options).get(0);
        SocketChannel client = transport.openClient(address, endpoint, options);
        channels.push(client);
        await().until(() -> client.isConnected() || client.finishConnect());
        return client;
    }

    /**
     * Accepts a connection that the test closes.
     *
     * @param server a listener with a connection coming
     * @return the accepted channel, not blocking
     * @throws IOException when the listener is closed
     */
    protected final SocketChannel accept(ServerSocketChannel server) throws IOException {
        SocketChannel accepted = await().until(server::accept, Objects::nonNull);
        channels.push(accepted);
        accepted.configureBlocking(false);
        return accepted;
    }

    /**
     * Finds where a listener can be reached.
     *
     * @param server the listener
     * @param endpoint it was opened with
     * @return the endpoint to connect to
     */
    protected final Endpoint resolved(ServerSocketChannel server, Endpoint endpoint) {
        return Endpoint.parse(transport.localEndpoint(server, endpoint));
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        assertThat(channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(text.length());
    }

    private static String receive(SocketChannel channel, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        await().until(() -> {
            channel.read(buffer);
            return !buffer.hasRemaining();
        });
        return new String(buffer.array(), StandardCharsets.US_ASCII);
    }
}
