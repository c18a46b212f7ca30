package io.zmqspring.core.support;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Selects among {@link MemorySocket}s, in the order of their registration, without the
 * operating system. It never waits: a call that would is an error of the test. One thread at a time.
 */
public final class MemorySelector extends AbstractSelector {

    private final Set<SelectionKey> keys = new LinkedHashSet<>();
    private final Set<SelectionKey> selected = new LinkedHashSet<>();
    private int lastSelected;

    /** Creates a selector without channels. */
    public MemorySelector() {
        super(SelectorProvider.provider());
    }

    /** {@return how many channels were ready in the last call} */
    public int lastSelected() {
        return lastSelected;
    }

    @Override
    public int selectNow() {
        for (SelectionKey cancelled : List.copyOf(cancelledKeys())) {
            keys.remove(cancelled);
            deregister((AbstractSelectionKey) cancelled);
            cancelledKeys().remove(cancelled);
        }
        selected.clear();
        for (SelectionKey each : keys) {
            if (each instanceof Key key && key.isValid() && key.select()) {
                selected.add(key);
            }
        }
        lastSelected = selected.size();
        return lastSelected;
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) {
        int ready = selectNow();
        new ArrayList<>(selected).forEach(action);
        return ready;
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) {
        throw new AssertionError("would wait for " + timeout + " ms");
    }

    @Override
    public int select(long timeout) {
        throw new AssertionError("would wait for " + timeout + " ms");
    }

    @Override
    public int select() {
        throw new AssertionError("would wait");
    }

    @Override
    public Selector wakeup() {
        return this;
    }

    @Override
    public Set<SelectionKey> keys() {
        return keys;
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return selected;
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
        Key key = new Key(channel);
        key.interestOps(ops);
        key.attach(attachment);
        keys.add(key);
        return key;
    }

    @Override
    protected void implCloseSelector() {
        List.copyOf(keys).forEach(key -> deregister((AbstractSelectionKey) key));
        keys.clear();
        selected.clear();
    }

    private final class Key extends AbstractSelectionKey {

        private final AbstractSelectableChannel channel;
        private int interest;
        private int ready;

        Key(AbstractSelectableChannel channel) {
            this.channel = channel;
        }

        boolean select() {
            ready = ((MemoryReadiness) channel).readyOps() & interest;
            return ready != 0;
        }

        @Override
        public AbstractSelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return MemorySelector.this;
        }

        @Override
        public int interestOps() {
            return interest;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            interest = ops;
            return this;
        }

        @Override
        public int readyOps() {
            return ready;
        }
    }
}
