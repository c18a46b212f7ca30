package io.zmqspring.core;

import io.zmqspring.core.socket.ReadyQueue;
import java.nio.channels.SelectableChannel;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The registration of one socket or channel with a {@link ZmqPoller}. Any thread may call any method at any time. */
public abstract class PollKey {

    final ZmqPoller poller;
    final ReadyQueue.Entry<PollKey> entry;
    private volatile @Nullable Object attachment;
    volatile Set<ZmqPoller.Interest> interest;
    volatile boolean readable;
    volatile boolean writable;
    volatile boolean ended;
    volatile boolean valid = true;

    /** The polling thread's: whether it is in the list of that name. */
    boolean candidate;

    /** The polling thread's: whether it is ready, and in the list of those. */
    boolean listed;

    PollKey(ZmqPoller poller, Set<ZmqPoller.Interest> interest) {
        this.poller = poller;
        this.entry = poller.changed().entry(this);
        this.interest = interest;
    }

    /** {@return the socket, or {@code null} when this is a channel's} */
    public @Nullable ZmqSocket socket() {
        return null;
    }

    /** {@return the channel, or {@code null} when this is a socket's} */
    public @Nullable SelectableChannel channel() {
        return null;
    }

    /** {@return whether the last poll that reported this key found it readable} */
    public boolean isReadable() {
        return readable;
    }

    /** {@return whether the last poll that reported this key found it writable} */
    public boolean isWritable() {
        return writable;
    }

    /** {@return whether a poll has found the socket or channel closed; it is not registered any more} */
    public boolean isClosed() {
        return ended;
    }

    /** {@return whether it is registered: not cancelled, and neither its socket or channel nor the poller closed} */
    public boolean isValid() {
        return valid;
    }

    /** {@return what to wait for} */
    public Set<ZmqPoller.Interest> interest() {
        return Collections.unmodifiableSet(interest);
    }

    /**
     * Changes what to wait for, also for a call that waits now.
     *
     * @param wanted replaces the present interest; with an empty set the key stays registered and only reports a close
     * @throws IllegalArgumentException when a socket of this type never gets ready for one of these
     */
    public final void interest(Set<ZmqPoller.Interest> wanted) {
        Set<ZmqPoller.Interest> copy = EnumSet.noneOf(ZmqPoller.Interest.class);
        copy.addAll(wanted);
        change(copy);
        entry.run();
    }

    /** {@return what was attached, or {@code null}} */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Attaches an object of the application's.
     *
     * @param object any, or {@code null}
     * @return this
     */
    public PollKey attach(@Nullable Object object) {
        attachment = object;
        return this;
    }

    /** Ends the registration; a poll does not report it any more. Calling it again does nothing. */
    public final void cancel() {
        if (end()) {
            poller.forget(this);
            entry.run();
        }
    }

    /** {@return the socket or channel, what is waited for, and what the last poll found} */
    @Override
    public final String toString() {
        return "PollKey[" + source() + ", interest=" + interest + ", readable=" + readable + ", writable=" + writable
                + ", valid=" + valid + ']';
    }

    final boolean wants(ZmqPoller.Interest what) {
        return interest.contains(what);
    }

    abstract Object source();

    abstract void change(Set<ZmqPoller.Interest> wanted);

    /** Checks whether it is ready, and notes for what. The polling thread. */
    abstract boolean isReady();

    /** {@return whether it was registered until now} */
    abstract boolean end();
}
