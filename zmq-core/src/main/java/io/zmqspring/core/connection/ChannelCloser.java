package io.zmqspring.core.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Closes channels; an error of the operating system changes nothing and is not thrown. */
final class ChannelCloser {

    private ChannelCloser() {}

    /** @param channel of any kind, maybe closed */
    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            assert !channel.isOpen() : "a channel is closed also when closing it fails";
        }
    }

    /**
     * Closes a channel and takes what has arrived there: unread input would reset the connection, and with it what the
     * peer has not yet got (RFC 2525, 2.17).
     *
     * @param channel non-blocking, maybe not connected
     * @param key of the channel, or {@code null}
     * @param scratch takes the input, which is thrown away; memory of the heap takes none, since the JDK might wait for
     *     direct memory
     */
    static void closeWithInput(SocketChannel channel, @Nullable SelectionKey key, ByteBuffer scratch) {
        if (key != null) {
            key.cancel();
        }
        try {
            if (channel.isConnected()) {
                channel.shutdownOutput();
                takeInput(channel, scratch);
            }
        } catch (IOException alreadyBroken) {
            // Nothing is lost by it: what the peer has not taken by now it will not take.
            return;
        } finally {
            close(channel);
        }
    }

    private static void takeInput(SocketChannel channel, ByteBuffer scratch) throws IOException {
        if (scratch.isDirect()) {
            channel.read(scratch.clear());
        }
    }
}
