package io.zmqspring.core.loop;

import io.zmqspring.core.error.ZmqException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** A selector over channels of the application's. One thread at a time selects; any thread may call the rest. */
public final class ChannelSelector {

    private static final long NS_PER_MS = 1_000_000;

    private final Selector selector;

    /** Opens one without channels. */
    public ChannelSelector() {
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new ZmqException("no selector can be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Adds a channel. A selection under way takes it up when it is woken.
     *
     * @param channel non-blocking
     * @param operations of {@link SelectionKey}
     * @param attachment of its key
     * @return its key
     * @throws ClosedChannelException when the channel is closed
     */
    public SelectionKey register(SelectableChannel channel, int operations, Object attachment)
            throws ClosedChannelException {
        return channel.register(selector, operations, attachment);
    }

    /**
     * Selects the channels that are ready.
     *
     * @param timeoutNs longest wait, rounded up to milliseconds; 0 for none
     * @param action called for each of them
     */
    public void select(long timeoutNs, Consumer<SelectionKey> action) {
        try {
            if (timeoutNs <= 0) {
                selector.selectNow(action);
            } else {
                // Beyond 2^53 ns the rounding up would overflow.
                selector.select(action, Math.min(timeoutNs, Long.MAX_VALUE >> 10) / NS_PER_MS + 1);
            }
        } catch (IOException e) {
            throw new ZmqException("the selector failed: " + e.getMessage(), e);
        }
    }

    /** {@return how many channels it has that were open at the last selection} */
    public int size() {
        return selector.keys().size();
    }

    /** Ends a selection that waits, or the next one at once. */
    public void wakeup() {
        selector.wakeup();
    }

    /** Ends it; a selection that waits ends with {@link java.nio.channels.ClosedSelectorException}. */
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new ZmqException("the selector cannot be closed: " + e.getMessage(), e);
        }
    }
}
