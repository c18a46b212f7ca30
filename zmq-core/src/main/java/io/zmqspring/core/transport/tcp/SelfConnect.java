package io.zmqspring.core.transport.tcp;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * Finds a channel that got connected to itself: the operating system picked the very port for it that it connects to,
 * and nobody listened there (RFC 9293, 3.5, simultaneous open).
 */
public final class SelfConnect {

    private SelfConnect() {}

    /**
     * Compares both ends of a channel.
     *
     * @param channel connected
     * @return whether they are the same; {@code false} when the channel is closed or not connected
     */
    public static boolean isSelfConnected(SocketChannel channel) {
        try {
            var remote = channel.getRemoteAddress();
            return remote != null && remote.equals(channel.getLocalAddress());
        } catch (IOException e) {
            return false;
        }
    }
}
