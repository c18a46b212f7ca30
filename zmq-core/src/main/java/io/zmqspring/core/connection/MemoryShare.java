package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.ring.MemoryAccount;
import java.util.function.LongSupplier;

/** Memory of one kind that an unfinished message of this connection holds. The loop's owner, unless said otherwise. */
final class MemoryShare implements MemoryAccount.Holder {

    /** An unfinished message of more bytes than this may be given up when memory is used up. */
    static final long SMALL_MESSAGE = 1 << 12;

    private final String kind;
    private final MemoryAccount account;
    private final LongSupplier unfinished;
    private final EventLoop loop;
    private final TrafficListener listener;
    private boolean joined;

    /**
     * Creates the share of one connection, with no bytes in it.
     *
     * @param kind of memory, a word for the reason of a close
     * @param account of that memory
     * @param unfinished bytes that the unfinished message has of it; any thread
     * @param loop of the connection
     * @param listener closes the connection when the message is given up
     */
    MemoryShare(String kind, MemoryAccount account, LongSupplier unfinished, EventLoop loop, TrafficListener listener) {
        this.kind = kind;
        this.account = account;
        this.unfinished = unfinished;
        this.loop = loop;
        this.listener = listener;
    }

    void update() {
        if (!joined && unfinished.getAsLong() > SMALL_MESSAGE) {
            joined = true;
            account.join(this);
        }
    }

    void leave() {
        if (joined) {
            joined = false;
            account.leave(this);
        }
    }

    @Override
    public long unfinishedBytes() {
        return unfinished.getAsLong();
    }

    @Override
    public void giveUp() {
        loop.execute(() -> {
            long bytes = unfinished.getAsLong();
            if (joined && bytes > SMALL_MESSAGE) {
                account.countGivenUp();
                listener.giveUp("the " + kind
                        + " memory of the context is used up, and this peer's unfinished message has"
                        + " most of it: message so far=" + bytes + " bytes, used=" + account.used() + ", limit="
                        + account.limit());
            }
            leave();
            account.leave(this);
        });
    }
}
