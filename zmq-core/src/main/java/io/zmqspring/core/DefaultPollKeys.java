package io.zmqspring.core;

import io.zmqspring.core.ZmqPoller.Interest;
import io.zmqspring.core.loop.ChannelSelector;
import io.zmqspring.core.socket.SocketHalves;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two kinds of {@link PollKey}. */
final class DefaultPollKeys {

    private DefaultPollKeys() {}

    static final class SocketKey extends PollKey {

        private final ZmqSocket socket;
        private final SocketHalves halves;

        SocketKey(ZmqPoller poller, ZmqSocket socket, SocketHalves halves) {
            super(poller, EnumSet.noneOf(Interest.class));
            this.socket = socket;
            this.halves = halves;
        }

        @Override
        public ZmqSocket socket() {
            return socket;
        }

        @Override
        Object source() {
            return socket;
        }

        /** Unless the poller was closed, and this ended, meanwhile. */
        synchronized void begin(Set<Interest> wanted) {
            if (!valid) {
                return;
            }
            // Both halves say when the socket is closed; one of them is always watched.
            poller.loops().add(halves);
            halves.watchReadable(entry);
            change(wanted);
            entry.run();
        }

        @Override
        synchronized void change(Set<Interest> wanted) {
            for (Interest each : wanted) {
                if (!(each == Interest.READABLE
                        ? halves.type().receives()
                        : halves.type().sends())) {
                    throw new IllegalArgumentException(
                            "a " + halves.type() + " socket is never " + each + ": socket=" + socket);
                }
            }
            if (valid && wanted.contains(Interest.WRITABLE) != wants(Interest.WRITABLE)) {
                if (wanted.contains(Interest.WRITABLE)) {
                    halves.watchWritable(entry);
                } else {
                    halves.unwatchWritable(entry);
                }
            }
            interest = wanted;
        }

        @Override
        boolean isReady() {
            if (halves.isClosed()) {
                ended = true;
                cancel();
                return true;
            }
            readable = wants(Interest.READABLE) && halves.isReadable();
            writable = wants(Interest.WRITABLE) && halves.isWritable();
            return readable || writable;
        }

        @Override
        synchronized boolean end() {
            if (!valid) {
                return false;
            }
            valid = false;
            halves.unwatchReadable(entry);
            halves.unwatchWritable(entry);
            poller.loops().remove(halves);
            return true;
        }
    }

    static final class ChannelKey extends PollKey {

        private final SelectableChannel channel;
        private @Nullable SelectionKey selectionKey;

        ChannelKey(ZmqPoller poller, SelectableChannel channel) {
            super(poller, EnumSet.noneOf(Interest.class));
            this.channel = channel;
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        Object source() {
            return channel;
        }

        /** Unless the poller was closed, and this ended, meanwhile. */
        synchronized void begin(ChannelSelector selector, Set<Interest> wanted) throws ClosedChannelException {
            if (!valid) {
                return;
            }
            selectionKey = selector.register(channel, operations(wanted), this);
            interest = wanted;
            poller.openChannels().incrementAndGet();
        }

        @Override
        synchronized void change(Set<Interest> wanted) {
            SelectionKey key = selectionKey;
            if (key != null && key.isValid()) {
                key.interestOps(operations(wanted));
            }
            interest = wanted;
        }

        private int operations(Set<Interest> wanted) {
            int operations = 0;
            if (wanted.contains(Interest.READABLE)) {
                operations |= SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
            }
            if (wanted.contains(Interest.WRITABLE)) {
                operations |= SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
            }
            return operations & channel.validOps();
        }

        void found(int operations) {
            readable = (operations & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0;
            writable = (operations & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0;
        }

        /** The selector finds channels that are ready; here only one is found that is closed. */
        @Override
        boolean isReady() {
            if (valid && !channel.isOpen()) {
                ended = true;
                cancel();
                return true;
            }
            return false;
        }

        @Override
        synchronized boolean end() {
            if (!valid) {
                return false;
            }
            valid = false;
            SelectionKey key = selectionKey;
            if (key != null) {
                poller.openChannels().decrementAndGet();
                key.cancel();
            }
            return true;
        }
    }
}
