package io.zmqspring.core.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings for the operating system's side of a connection. Immutable, part of {@link SocketOptions}. */
public sealed interface TransportOptions extends SocketOptionGroup permits SocketOptions {

    /** {@return length of the operating system's queue of connections not yet accepted (ZMQ_BACKLOG)} */
    default int backlog() {
        return get(SocketOption.BACKLOG);
    }

    /**
     * {@return whether a wildcard bind listens on IPv6 too and names may resolve to IPv6 addresses (ZMQ_IPV6);
     * numeric IPv6 addresses work always}
     */
    default boolean ipv6() {
        return get(SocketOption.IPV6);
    }

    /** {@return SO_SNDBUF in bytes; -1 leaves it to the operating system, which tunes it (ZMQ_SNDBUF)} */
    default int sendBufferBytes() {
        return get(SocketOption.SEND_BUFFER_BYTES);
    }

    /** {@return SO_RCVBUF in bytes; -1 leaves it to the operating system, which tunes it (ZMQ_RCVBUF)} */
    default int receiveBufferBytes() {
        return get(SocketOption.RECEIVE_BUFFER_BYTES);
    }

    /**
     * {@return most bytes given to the operating system at once; -1 gives it as much as there is, up to 1 MiB in one
     * turn (ZMQ_OUT_BATCH_SIZE)}
     */
    default int sendBatchBytes() {
        return get(SocketOption.SEND_BATCH_BYTES);
    }

    /**
     * {@return most bytes read at once; -1 reads as much as there is, as far as the queue has room (ZMQ_IN_BATCH_SIZE)}
     */
    default int receiveBatchBytes() {
        return get(SocketOption.RECEIVE_BATCH_BYTES);
    }

    /** {@return SO_KEEPALIVE; {@code null} leaves it to the operating system (ZMQ_TCP_KEEPALIVE)} */
    default @Nullable Boolean tcpKeepAlive() {
        return get(SocketOption.TCP_KEEP_ALIVE);
    }

    /**
     * {@return TCP_KEEPIDLE in whole seconds where the platform has it; {@code null} leaves it
     * (ZMQ_TCP_KEEPALIVE_IDLE)}
     */
    default @Nullable Duration tcpKeepAliveIdle() {
        return get(SocketOption.TCP_KEEP_ALIVE_IDLE);
    }

    /**
     * {@return TCP_KEEPINTVL in whole seconds where the platform has it; {@code null} leaves it
     * (ZMQ_TCP_KEEPALIVE_INTVL)}
     */
    default @Nullable Duration tcpKeepAliveInterval() {
        return get(SocketOption.TCP_KEEP_ALIVE_INTERVAL);
    }

    /** {@return TCP_KEEPCNT where the platform has it; -1 leaves it (ZMQ_TCP_KEEPALIVE_CNT)} */
    default int tcpKeepAliveCount() {
        return get(SocketOption.TCP_KEEP_ALIVE_COUNT);
    }

    /** {@return IP_TOS / IPv6 traffic class, 0 to 255 (ZMQ_TOS)} */
    default int trafficClass() {
        return get(SocketOption.TRAFFIC_CLASS);
    }

    /**
     * The setters of {@link TransportOptions}.
     *
     * @param <B> the builder
     */
    sealed interface Setters<B> extends SocketOptionGroup.Setters<B> permits SocketOptions.Builder {

        /**
         * Sets {@link TransportOptions#backlog()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B backlog(int value) {
            return set(SocketOption.BACKLOG, value);
        }

        /**
         * Sets {@link TransportOptions#ipv6()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B ipv6(boolean value) {
            return set(SocketOption.IPV6, value);
        }

        /**
         * Sets {@link TransportOptions#sendBufferBytes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B sendBufferBytes(int value) {
            return set(SocketOption.SEND_BUFFER_BYTES, value);
        }

        /**
         * Sets {@link TransportOptions#receiveBufferBytes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B receiveBufferBytes(int value) {
            return set(SocketOption.RECEIVE_BUFFER_BYTES, value);
        }

        /**
         * Sets {@link TransportOptions#sendBatchBytes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B sendBatchBytes(int value) {
            return set(SocketOption.SEND_BATCH_BYTES, value);
        }

        /**
         * Sets {@link TransportOptions#receiveBatchBytes()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B receiveBatchBytes(int value) {
            return set(SocketOption.RECEIVE_BATCH_BYTES, value);
        }

        /**
         * Sets {@link TransportOptions#tcpKeepAlive()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B tcpKeepAlive(@Nullable Boolean value) {
            return set(SocketOption.TCP_KEEP_ALIVE, value);
        }

        /**
         * Sets {@link TransportOptions#tcpKeepAliveIdle()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B tcpKeepAliveIdle(@Nullable Duration value) {
            return set(SocketOption.TCP_KEEP_ALIVE_IDLE, value);
        }

        /**
         * Sets {@link TransportOptions#tcpKeepAliveInterval()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B tcpKeepAliveInterval(@Nullable Duration value) {
            return set(SocketOption.TCP_KEEP_ALIVE_INTERVAL, value);
        }

        /**
         * Sets {@link TransportOptions#tcpKeepAliveCount()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B tcpKeepAliveCount(int value) {
            return set(SocketOption.TCP_KEEP_ALIVE_COUNT, value);
        }

        /**
         * Sets {@link TransportOptions#trafficClass()}.
         *
         * @param value the new value
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        default B trafficClass(int value) {
            return set(SocketOption.TRAFFIC_CLASS, value);
        }
    }
}
