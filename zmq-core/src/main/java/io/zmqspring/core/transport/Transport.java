package io.zmqspring.core.transport;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.option.SocketOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens and configures the channels of one scheme. Safe for many threads. {@link #openServer}, {@link #resolve} and
 * {@link #afterClose} may block: not for an I/O thread. The channels belong to the caller.
 */
public interface Transport {

    /** {@return the scheme of the endpoints it takes, for example {@code tcp}} */
    String scheme();

    /**
     * Checks that this platform has the transport at all, so that a connect can say so at once.
     *
     * @param endpoint of this scheme
     * @throws ZmqEndpointException when no attempt could ever succeed
     */
    void requireAvailable(Endpoint endpoint);

    /**
     * Opens a listener.
     *
     * @param endpoint of this scheme
     * @param options of the socket: backlog, buffers, IPv6
     * @return a channel that is bound, listens and does not block
     * @throws ZmqEndpointException when it cannot be bound or its host is unknown; nothing stays open
     */
    ServerSocketChannel openServer(Endpoint endpoint, SocketOptions options);

    /**
     * Returns where a listener can be reached.
     *
     * @param server opened by {@link #openServer} and still open
     * @param endpoint it was opened with
     * @return the endpoint with its real address, port or path, in canonical spelling
     * @throws ZmqEndpointException when the channel is closed
     */
    String localEndpoint(ServerSocketChannel server, Endpoint endpoint);

    /**
     * Returns whether {@link #resolve} of an endpoint asks neither a name server nor for the network interfaces, so
     * that an I/O thread may call it.
     *
     * @param endpoint of this scheme
     * @param options of the socket: proxy
     * @return whether it returns at once
     */
    boolean resolvesAtOnce(Endpoint endpoint, SocketOptions options);

    /**
     * Finds the addresses behind an endpoint. Asks name servers each time and may wait for them: not for an I/O
     * thread, unless {@link #resolvesAtOnce}.
     *
     * @param endpoint of this scheme, fit for connect
     * @param options of the socket: IPv6
     * @return one or more addresses for {@link #openClient}, in the order to try them
     * @throws IOException when there is none; the message has the name asked for
     */
    List<SocketAddress> resolve(Endpoint endpoint, SocketOptions options) throws IOException;

    /**
     * Starts to connect. The channel may be connected already when this returns, see {@link
     * SocketChannel#isConnected()}; else {@link SocketChannel#finishConnect()} ends it.
     *
     * @param address one of {@link #resolve}
     * @param endpoint the address belongs to
     * @param options of the socket
     * @return a configured channel that does not block
     * @throws IOException when it fails at once; nothing stays open
     * @throws ZmqEndpointException when {@link #requireAvailable} would throw it
     */
    SocketChannel openClient(SocketAddress address, Endpoint endpoint, SocketOptions options) throws IOException;

    /**
     * Begins what has to be said on a channel of {@link #openClient} before it is connected to its endpoint.
     *
     * @param endpoint of this scheme
     * @param options of the socket: proxy
     * @return a new conversation, or {@code null} when there is nothing to be said
     */
    default @Nullable ChannelPrelude prelude(Endpoint endpoint, SocketOptions options) {
        return null;
    }

    /**
     * Applies the options of a socket to a channel; {@link #openClient} has done so already. Leaves its blocking mode
     * alone.
     *
     * @param channel just accepted, or not yet connected
     * @param options of the socket
     * @throws IOException when the channel is closed or the operating system refuses a value
     */
    void configure(SocketChannel channel, SocketOptions options) throws IOException;

    /**
     * Returns the address of the other end.
     *
     * @param channel connected or accepted
     * @return the other side's address in the spelling of an endpoint; {@code unknown} when the channel is closed
     */
    String peerAddress(SocketChannel channel);

    /**
     * Returns whether a channel has got connected to itself, which TCP allows when a free port that the operating
     * system picked for the client is the very port it connects to. Such a channel is to be closed, and another one
     * opened.
     *
     * @param channel connected
     * @return whether both of its ends have the same address
     */
    boolean isSelfConnected(SocketChannel channel);

    /**
     * Clears away what {@link #openServer} left outside its channel. To be called once the channel is closed; does
     * nothing while it is open, and nothing when called again.
     *
     * @param endpoint given to {@link #openServer}, or returned by {@link #localEndpoint}
     */
    void afterClose(Endpoint endpoint);

    /**
     * {@return whether a listener of this scheme has a file, which others can take away ({@link #lossOf}) and which
     * {@link #afterClose} removes; where it has none, both return at once}
     */
    boolean hasFiles();

    /**
     * Looks whether a listener can still be reached. May block.
     *
     * @param server opened by this transport
     * @return why no further client reaches it, or {@code null} when they do, or when it is closed
     */
    @Nullable String lossOf(ServerSocketChannel server);
}
