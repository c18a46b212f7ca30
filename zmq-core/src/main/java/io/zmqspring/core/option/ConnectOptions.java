package io.zmqspring.core.option;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of connecting and reconnecting, and of how long that may take.
 * Immutable, part of {@link SocketOptions}.
 */
public sealed interface ConnectOptions extends SocketOptionGroup permits SocketOptions {

    /**
     * {@return first delay before connecting again, plus a random share of up to its half; zero never connects again
     * (ZMQ_RECONNECT_IVL)}
     */
    default Duration reconnectInterval() {
        return get(SocketOption.RECONNECT_INTERVAL);
    }

    /**
     * {@return longest delay before connecting again: the delay doubles up to it; zero keeps it constant
     * (ZMQ_RECONNECT_IVL_MAX, whose default is constant: a storm when a server restarts)}
     */
    default Duration reconnectIntervalMax() {
        return get(SocketOption.RECONNECT_INTERVAL_MAX);
    }

    /**
     * {@return conditions under which an endpoint stops connecting again; it is then shown as stopped, until it is
     * disconnected (ZMQ_RECONNECT_STOP)}
     */
    default Set<ReconnectStop> reconnectStop() {
        return get(SocketOption.RECONNECT_STOP);
    }

    /**
     * {@return longest time until the transport is connected; zero leaves it to the operating system
     * (ZMQ_CONNECT_TIMEOUT)}
     */
    default Duration connectTimeout() {
        return get(SocketOption.CONNECT_TIMEOUT);
    }

    /**
     * {@return the SOCKS 5 proxy through which {@code tcp} endpoints are connected to (RFC 1928); {@code null} is none
     * (ZMQ_SOCKS_PROXY)}
     *
     * <p>The proxy looks up the names of hosts. {@link #connectTimeout()} holds for it and the peer together, {@link
     * #handshakeTimeout()} where that is zero; what it refuses is tried again like any other failure.
     */
    default @Nullable SocksProxy socksProxy() {
        return get(SocketOption.SOCKS_PROXY);
    }

    /**
     * {@return the name by which the proxy knows the user (RFC 1929); {@code null} asks it without a name and a
     * password (ZMQ_SOCKS_USERNAME)}
     */
    default @Nullable String socksUsername() {
        return get(SocketOption.SOCKS_USERNAME);
    }

    /** {@return the password of that user; {@code null} is an empty one (ZMQ_SOCKS_PASSWORD)} */
    default @Nullable Secret socksPassword() {
        return get(SocketOption.SOCKS_PASSWORD);
    }

    /**
     * {@return longest time from the transport's connection to the end of the handshake; zero has no limit
     * (ZMQ_HANDSHAKE_IVL)}
     */
    default Duration handshakeTimeout() {
        return get(SocketOption.HANDSHAKE_TIMEOUT);
    }

    /**
     * {@return properties of the application that the socket announces in its handshakes, which peers read from {@link
     * io.zmqspring.core.message.ZmqPeer} (ZMQ_METADATA)}
     */
    default Metadata metadata() {
        return get(SocketOption.METADATA);
    }

    /**
     * The setters of {@link ConnectOptions}.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B> extends SocketOptionGroup.Setters<B> permits SocketOptions.Builder {

        /**
         * Sets {@link ConnectOptions#reconnectInterval()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B reconnectInterval(Duration value) {
            return set(SocketOption.RECONNECT_INTERVAL, value);
        }

        /**
         * Sets {@link ConnectOptions#reconnectIntervalMax()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B reconnectIntervalMax(Duration value) {
            return set(SocketOption.RECONNECT_INTERVAL_MAX, value);
        }

        /**
         * Sets {@link ConnectOptions#reconnectStop()}.
         *
         * @param value the new value; copied
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B reconnectStop(Set<ReconnectStop> value) {
            return set(SocketOption.RECONNECT_STOP, Set.copyOf(value));
        }

        /**
         * Sets {@link ConnectOptions#connectTimeout()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B connectTimeout(Duration value) {
            return set(SocketOption.CONNECT_TIMEOUT, value);
        }

        /**
         * Sets {@link ConnectOptions#socksProxy()}.
         *
         * @param value the new value, or {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B socksProxy(@Nullable SocksProxy value) {
            return set(SocketOption.SOCKS_PROXY, value);
        }

        /**
         * Sets {@link ConnectOptions#socksUsername()}.
         *
         * @param value the new value, or {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B socksUsername(@Nullable String value) {
            return set(SocketOption.SOCKS_USERNAME, value);
        }

        /**
         * Sets {@link ConnectOptions#socksPassword()}.
         *
         * @param value the new value, or {@code null}
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B socksPassword(@Nullable Secret value) {
            return set(SocketOption.SOCKS_PASSWORD, value);
        }

        /**
         * Sets {@link ConnectOptions#handshakeTimeout()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B handshakeTimeout(Duration value) {
            return set(SocketOption.HANDSHAKE_TIMEOUT, value);
        }

        /**
         * Sets {@link ConnectOptions#metadata()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B metadata(Metadata value) {
            return set(SocketOption.METADATA, value);
        }
    }
}
