package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.MemoryAccount;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The charge of an account for the large bodies of one message: once, however many queues hold them, until the last has
 * given them up. Any thread.
 */
final class SharedCharge {

    private final MemoryAccount account;
    private final long bytes;

    /** The message being sent is the first holder. */
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * Claims the memory.
     *
     * @param account of the large bodies
     * @param bytes of all bodies of the message together
     */
    SharedCharge(MemoryAccount account, long bytes) {
        this.account = account;
        this.bytes = bytes;
        account.claim(bytes);
    }

    /** {@return the account that was charged} */
    MemoryAccount account() {
        return account;
    }

    /** {@return one more share, for one body in one queue} */
    Share share() {
        Share share = new Share();
        holders.incrementAndGet();
        return share;
    }

    /** A holder gives up its part. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            account.release(bytes);
        }
    }

    /** The part of one body in one queue, which is given up once. */
    final class Share {

        private final AtomicBoolean released = new AtomicBoolean();

        private Share() {}

        void release() {
            if (released.compareAndSet(false, true)) {
                SharedCharge.this.release();
            }
        }
    }
}
