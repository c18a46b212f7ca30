package io.zmqspring.core.ring;

import io.zmqspring.core.ring.MemoryAccount.Holder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Messages that have memory of one account and are not complete, and the rule by which the largest is given up for
 * those that wait for memory.
 *
 * <p>To wait is no reason: memory that complete messages have comes back when they are received, and what was left to
 * the garbage collector comes back with a collection. A message is given up when nothing came back for {@value
 * #LOOKS_AT_STANDSTILL} looks, or when it was the largest at {@value #LOOKS_AT_ONE} looks and never became smaller:
 * then others live on the rest, and its peer does not send the end.
 */
final class UnfinishedMessages {

    /** A second of looks in a row, at one each 50 ms. */
    static final int LOOKS_AT_STANDSTILL = 20;

    /** Ten seconds of looks in a row. */
    static final int LOOKS_AT_ONE = 200;

    private final long limit;
    private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Holder> leaving = new AtomicReference<>();

    // Used by lookWhileSomethingWaits and nothingWaits, of which one runs at a time.
    private boolean cameBackBefore = true;
    private int looksAtStandstill;
    private boolean gaveUp;
    private @Nullable Holder watched;
    private long watchedBytes;
    private int looksAtWatched;

    /** @param limit of the account, in bytes */
    UnfinishedMessages(long limit) {
        this.limit = limit;
    }

    void join(Holder holder) {
        holders.add(holder);
    }

    void leave(Holder holder) {
        holders.remove(holder);
        leaving.compareAndSet(holder, null);
    }

    /**
     * Gives up the largest when all have an eighth of the limit or more: waiting might not end then. They may have
     * twice as much memory as they have bytes.
     *
     * @return whether one was given up; {@code false} also while the last one that was given up has not left yet
     */
    boolean giveUpLargest() {
        if (leaving.get() != null) {
            return false;
        }
        Holder largest = largest();
        if (largest == null || !leaving.compareAndSet(null, largest)) {
            return false;
        }
        largest.giveUp();
        return true;
    }

    private @Nullable Holder largest() {
        Holder largest = null;
        long most = 0;
        long all = 0;
        for (Holder holder : holders) {
            long bytes = holder.unfinishedBytes();
            all += bytes;
            if (bytes > most) {
                most = bytes;
                largest = holder;
            }
        }
        return all >= limit >> 3 ? largest : null;
    }

    /** Nothing waits for memory now. */
    void nothingWaits() {
        cameBackBefore = true;
        looksAtStandstill = 0;
        gaveUp = false;
        watched = null;
    }

    /**
     * Looks while something waits for memory, and gives a message up if that is due.
     *
     * @param comesBack whether memory came back since the last look, or will without a peer's help
     * @return whether nothing comes back any more since this look, so that all that wait should try once more
     */
    boolean lookWhileSomethingWaits(boolean comesBack) {
        boolean standsStill = standsStill(comesBack);
        boolean lasts = lasts();
        if (standsStill || lasts) {
            watched = null;
            gaveUp |= giveUpLargest();
        }
        boolean isFirst = cameBackBefore && !comesBack;
        cameBackBefore = comesBack;
        return isFirst;
    }

    private boolean standsStill(boolean comesBack) {
        if (comesBack) {
            // After a message was given up, its own memory comes back, which does not show that others go on.
            looksAtStandstill = gaveUp ? LOOKS_AT_STANDSTILL - 1 : 0;
            gaveUp = false;
            return false;
        }
        looksAtStandstill++;
        return looksAtStandstill >= LOOKS_AT_STANDSTILL;
    }

    private boolean lasts() {
        Holder present = watched;
        long bytes = present == null || !holders.contains(present) ? -1 : present.unfinishedBytes();
        if (bytes < watchedBytes || present == null) {
            present = largest();
            watched = present;
            bytes = present == null ? 0 : present.unfinishedBytes();
            looksAtWatched = 0;
        }
        watchedBytes = bytes;
        looksAtWatched++;
        return present != null && looksAtWatched >= LOOKS_AT_ONE;
    }
}
