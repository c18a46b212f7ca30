package io.zmqspring.core;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.loop.ChannelSelector;
import io.zmqspring.core.socket.HasSocketCore;
import io.zmqspring.core.socket.LoopWait;
import io.zmqspring.core.socket.ReadyQueue;
import io.zmqspring.core.socket.SocketCore;
import io.zmqspring.core.time.NanoClock;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits until one of any number of sockets, of one or several contexts, or of NIO channels is ready (libzmq
 * zmq_poller). It is level-triggered: what is ready and was not used up is reported again by the next call. The cost of
 * a call grows with the sockets that are ready or have changed, and not with the number of all.
 *
 * <p>A socket is readable when a receive finds a message now. It is writable when a send finds room now, as far as that
 * does not depend on the message. A PUB, an XPUB, an XSUB and a ROUTER are therefore always writable, with two
 * exceptions: with {@code overflowPolicy=BLOCK} or {@code routerMandatory} a send that found no room makes the socket
 * unwritable until there is room, and a ROUTER with {@code routerMandatory} is unwritable while it has no peer. A REQ
 * or REP is only ever ready for its next step, to send or to receive. While another thread's frame handler runs, its
 * socket counts as not readable.
 *
 * <p>A socket or channel that is closed is reported once, with {@link PollKey#isClosed()}, and is then no longer
 * registered. The close of a channel, unlike that of a socket, does not end a call that waits.
 *
 * <p>One thread at a time calls {@code poll}; any thread may call anything else at any time, also while another polls.
 * The poller neither opens nor closes sockets and channels.
 */
public final class ZmqPoller implements AutoCloseable {

    private final NanoClock clock = NanoClock.SYSTEM;
    private final LoopWait loops = new LoopWait();
    private final ReadyQueue<PollKey> changed = new ReadyQueue<>(loops);
    private final Map<Object, PollKey> keys = new ConcurrentHashMap<>();
    private final AtomicInteger openChannels = new AtomicInteger();
    private final AtomicReference<@Nullable Thread> polling = new AtomicReference<>();
    private final Consumer<SelectionKey> onChannelReady = this::onChannelReady;
    private final ReadyQueue.Sleep selecting = this::select;
    private final Runnable wakesSelector = this::wakeSelector;

    /** Keys to look at in the next call: ready in the last one, or changed since. The polling thread's. */
    private final List<PollKey> candidates = new ArrayList<>();

    /** The polling thread's. */
    private final List<PollKey> ready = new ArrayList<>();

    private volatile @Nullable ChannelSelector selector;
    private volatile boolean closed;

    private ZmqPoller() {}

    /** {@return a new poller with nothing registered} */
    public static ZmqPoller create() {
        return new ZmqPoller();
    }

    /** What to wait for. */
    public enum Interest {

        /** A message to receive; of a channel bytes to read, a connection to accept, or its end. */
        READABLE,
        /** Room to send; of a channel room to write, or a connection to finish. */
        WRITABLE
    }

    /**
     * Registers a socket.
     *
     * @param socket of any type and context
     * @param first what to wait for
     * @param more what else to wait for
     * @return its registration
     * @throws IllegalArgumentException when it is registered already, or a socket of its type never gets ready for one
     *     of these
     * @throws ZmqClosedException when it or the poller is closed
     */
    public PollKey register(ZmqSocket socket, Interest first, Interest... more) {
        if (!(Objects.requireNonNull(socket, "socket") instanceof HasSocketCore owner)) {
            throw new IllegalArgumentException("not a socket of a ZmqContext: " + socket);
        }
        SocketCore core = owner.core();
        if (core.isClosed()) {
            throw new ZmqClosedException(socket + ": the socket is closed");
        }
        DefaultPollKeys.SocketKey key = new DefaultPollKeys.SocketKey(this, socket, core.halves());
        add(socket, key);
        boolean begun = false;
        try {
            key.begin(EnumSet.of(first, more));
            throwIfClosed();
            begun = true;
        } finally {
            if (!begun) {
                key.cancel();
            }
        }
        return key;
    }

    /**
     * Registers a channel. A {@link java.nio.channels.SocketChannel} is connected or connecting by then.
     *
     * @param channel non-blocking
     * @param first what to wait for
     * @param more what else to wait for
     * @return its registration
     * @throws IllegalArgumentException when it is registered already, or in blocking mode
     * @throws ZmqClosedException when it or the poller is closed
     */
    public PollKey register(SelectableChannel channel, Interest first, Interest... more) {
        if (channel.isBlocking()) {
            throw new IllegalArgumentException("the channel is in blocking mode: " + channel);
        }
        DefaultPollKeys.ChannelKey key = new DefaultPollKeys.ChannelKey(this, channel);
        add(channel, key);
        boolean begun = false;
        try {
            key.begin(selector(), EnumSet.of(first, more));
            throwIfClosed();
            key.entry.run();
            begun = true;
        } catch (ClosedChannelException closedChannel) {
            throw new ZmqClosedException(channel + ": the channel is closed");
        } catch (ClosedSelectorException closedPoller) {
            throw pollerClosed();
        } finally {
            if (!begun) {
                key.cancel();
            }
        }
        return key;
    }

    ReadyQueue<PollKey> changed() {
        return changed;
    }

    LoopWait loops() {
        return loops;
    }

    AtomicInteger openChannels() {
        return openChannels;
    }

    void forget(PollKey key) {
        keys.remove(key.source(), key);
    }

    private void add(Object source, PollKey key) {
        throwIfClosed();
        if (keys.putIfAbsent(source, key) != null) {
            throw new IllegalArgumentException("registered already with this poller: " + source);
        }
    }

    private synchronized ChannelSelector selector() {
        ChannelSelector present = selector;
        if (present == null) {
            throwIfClosed();
            present = new ChannelSelector();
            selector = present;
        }
        return present;
    }

    /** {@return how many sockets and channels are registered} */
    public int size() {
        return keys.size();
    }

    /**
     * Waits until something is ready.
     *
     * @param timeout longest wait, zero for none
     * @return what is ready; empty when nothing was in time, or {@link #wakeup} was called
     * @throws ZmqInterruptedException when the thread is interrupted and nothing is ready; the flag stays set
     * @throws ZmqClosedException when the poller is or becomes closed
     * @throws IllegalStateException when another thread polls
     */
    public List<PollKey> poll(Duration timeout) {
        List<PollKey> found = new ArrayList<>();
        poll(timeout, found::add);
        return found;
    }

    /**
     * Waits until something is ready, and hands it over. Leaves no garbage.
     *
     * @param timeout longest wait, zero for none
     * @param action called for each key that is ready; what it throws reaches the caller, and the keys behind are
     *     reported by the next call. It may register, cancel and close, but not poll
     * @return how many keys were ready; 0 when none was in time, or {@link #wakeup} was called
     * @throws ZmqInterruptedException when the thread is interrupted and nothing is ready; the flag stays set
     * @throws ZmqClosedException when the poller is or becomes closed
     * @throws IllegalStateException when another thread polls
     */
    public int poll(Duration timeout, Consumer<? super PollKey> action) {
        long timeoutNs = DefaultSocket.nanos(timeout);
        Objects.requireNonNull(action, "action");
        if (!polling.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException("one thread at a time polls: now it is " + polling.get());
        }
        try {
            collect(timeoutNs);
            return handOver(action);
        } catch (ClosedSelectorException closedMeanwhile) {
            throw pollerClosed();
        } finally {
            for (PollKey key : ready) {
                key.listed = false;
            }
            ready.clear();
            polling.set(null);
        }
    }

    private void collect(long timeoutNs) {
        long deadline = clock.deadline(timeoutNs);
        while (true) {
            throwIfClosed();
            lookAtSockets();
            lookAtChannels();
            boolean woken = changed.takeWoken();
            long remaining = timeoutNs == 0 ? 0 : clock.remaining(deadline);
            if (!ready.isEmpty() || woken || remaining <= 0) {
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new ZmqInterruptedException("interrupted while waiting for " + size() + " sockets and channels");
            }
            sleep(remaining);
        }
    }

    private void lookAtSockets() {
        for (PollKey key = changed.poll(); key != null; key = changed.poll()) {
            if (!key.candidate) {
                key.candidate = true;
                candidates.add(key);
            }
        }
        int kept = 0;
        int looked = 0;
        try {
            for (; looked < candidates.size(); looked++) {
                PollKey key = candidates.get(looked);
                boolean isReady = key.isValid() && key.isReady();
                if (isReady) {
                    list(key);
                }
                key.candidate = isReady && key.isValid();
                if (key.candidate) {
                    candidates.set(kept++, key);
                }
            }
        } finally {
            candidates.subList(kept, looked).clear();
        }
    }

    private void list(PollKey key) {
        if (!key.listed) {
            key.listed = true;
            ready.add(key);
        }
    }

    private void lookAtChannels() {
        ChannelSelector present = selector;
        if (present == null || openChannels.get() == 0) {
            return;
        }
        present.select(0, onChannelReady);
        if (present.size() < openChannels.get()) {
            for (PollKey key : keys.values()) {
                if (key instanceof DefaultPollKeys.ChannelKey && key.isReady()) {
                    list(key);
                }
            }
        }
    }

    private void onChannelReady(SelectionKey selected) {
        DefaultPollKeys.ChannelKey key = (DefaultPollKeys.ChannelKey) selected.attachment();
        key.found(selected.readyOps());
        list(key);
    }

    private void sleep(long remainingNs) {
        if (selector == null || openChannels.get() == 0) {
            changed.sleep(remainingNs);
        } else {
            changed.sleep(remainingNs, selecting, wakesSelector);
        }
    }

    private void select(long timeoutNs) {
        Objects.requireNonNull(selector).select(timeoutNs, onChannelReady);
    }

    private void wakeSelector() {
        Objects.requireNonNull(selector).wakeup();
    }

    private int handOver(Consumer<? super PollKey> action) {
        int count = 0;
        for (PollKey key : ready) {
            if (key.isValid() || key.isClosed()) {
                count++;
                action.accept(key);
            }
        }
        return count;
    }

    /** Lets a call that waits return with nothing, or the next one if none does. */
    public void wakeup() {
        changed.wake();
    }

    /** {@return whether {@link #close} was called} */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Ends all registrations. A call that waits ends with {@link ZmqClosedException}; this does not wait for it.
     * Calling it again does nothing.
     */
    @Override
    public void close() {
        ChannelSelector present;
        synchronized (this) {
            closed = true;
            present = selector;
        }
        for (PollKey key : keys.values()) {
            key.cancel();
        }
        changed.wake();
        if (present != null) {
            present.close();
        }
    }

    private void throwIfClosed() {
        if (closed) {
            throw pollerClosed();
        }
    }

    private static ZmqClosedException pollerClosed() {
        return new ZmqClosedException("the poller is closed");
    }

    /** Shows how many sockets and channels are registered. */
    @Override
    public String toString() {
        return "ZmqPoller[registered=" + size() + (closed ? ", closed]" : "]");
    }
}
