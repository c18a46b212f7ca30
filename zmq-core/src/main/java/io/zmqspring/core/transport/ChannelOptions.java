package io.zmqspring.core.transport;

import io.zmqspring.core.option.SocketOptions;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;

/** Socket options set only where a channel has them, so that no platform and no module is needed. */
public final class ChannelOptions {

    private ChannelOptions() {}

    /**
     * Sets the buffers of the operating system where the socket's options name a size. To be called before connect or
     * bind: the size of the receive buffer decides about TCP window scaling.
     *
     * @param channel not yet connected or bound, or just accepted
     * @param options of the socket
     * @throws IOException when the operating system refuses
     */
    public static void setBuffers(NetworkChannel channel, SocketOptions options) throws IOException {
        if (options.sendBufferBytes() > 0) {
            setIfSupported(channel, StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
        }
        if (options.receiveBufferBytes() > 0) {
            setIfSupported(channel, StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
        }
    }

    /**
     * Sets an option if the channel has it.
     *
     * @param <T> type of the value
     * @param channel any
     * @param option to set
     * @param value to set it to
     * @throws IOException when the operating system refuses
     */
    public static <T> void setIfSupported(NetworkChannel channel, SocketOption<T> option, T value) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    /**
     * Sets a number that the JDK offers outside of {@link StandardSocketOptions}, if the channel has it.
     *
     * @param channel any
     * @param name as {@link SocketOption#name()} has it, for example {@code TCP_KEEPIDLE}
     * @param value to set it to
     * @throws IOException when the operating system refuses
     */
    public static void setIfSupported(NetworkChannel channel, String name, int value) throws IOException {
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals(name) && option.type() == Integer.class) {
                @SuppressWarnings("unchecked")
                SocketOption<Integer> number = (SocketOption<Integer>) option;
                channel.setOption(number, value);
            }
        }
    }
}
