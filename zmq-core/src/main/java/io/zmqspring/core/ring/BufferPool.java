package io.zmqspring.core.ring;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Direct memory for rings, by powers of two, within a limit. Any thread may take and give.
 *
 * <p>What the pool does not keep is left to the garbage collector and counts until it is gone. So that at least half of
 * the limit can always be had without a collection, nothing is left to it while more than half is in use: a larger
 * buffer is cut up instead. No call waits for memory, as {@link ByteBuffer#allocateDirect} does for half a second when
 * the limit of the JVM is reached.
 */
public final class BufferPool {

    /** Smallest buffer, in bytes. */
    public static final int MIN_CAPACITY = 1 << 12;

    /** Largest buffer, in bytes. */
    public static final int MAX_CAPACITY = 1 << 30;

    private static final int MAX_KEPT_CAPACITY = 1 << 20;
    private static final int CLASSES =
            Integer.numberOfTrailingZeros(MAX_CAPACITY) - Integer.numberOfTrailingZeros(MIN_CAPACITY) + 1;

    private final long maxKeptBytes;
    private final MemoryAccount account;
    private final DirectMemory jvm;
    private final BooleanSupplier collector;
    private final ConcurrentLinkedQueue<ByteBuffer>[] free;
    private final CutBuffers pieces = new CutBuffers();
    private final AtomicLong keptBytes = new AtomicLong();

    /** How many buffers had been collected when kept ones were last left to the collector. */
    private final AtomicLong collectedWhenLeft = new AtomicLong(-1);

    private volatile boolean leftSome;
    private volatile boolean closed;

    /** @param maxKeptBytes how many bytes it may keep for the next taker; it has no limit */
    public BufferPool(long maxKeptBytes) {
        this(maxKeptBytes, MemoryAccount.unlimited(), DirectMemory.UNKNOWN, () -> true);
    }

    /**
     * Creates a pool with a limit.
     *
     * @param maxKeptBytes how many bytes it may keep for the next taker, while no more than half of the limit is in
     *     use
     * @param account of the memory, also of what is kept and of what the garbage collector has not freed yet
     * @param jvm what the JVM has left of direct memory
     * @param collector starts a garbage collection without waiting for it, since memory that was left to it is wanted;
     *     when it answers {@code false}, it is asked again while anything waits for memory ({@link #lookAgain})
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public BufferPool(long maxKeptBytes, MemoryAccount account, DirectMemory jvm, BooleanSupplier collector) {
        this.maxKeptBytes = maxKeptBytes;
        this.account = account;
        this.jvm = jvm;
        this.collector = collector;
        this.free = new ConcurrentLinkedQueue[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            free[i] = new ConcurrentLinkedQueue<>();
        }
        jvm.join(this);
    }

    /**
     * Rounds up to a size the pool has.
     *
     * @param bytes at most {@link #MAX_CAPACITY}
     * @return a power of two, at least {@link #MIN_CAPACITY}
     */
    public static int capacityFor(long bytes) {
        if (bytes > MAX_CAPACITY) {
            throw new IllegalArgumentException("no ring is that large: bytes=" + bytes + ", largest=" + MAX_CAPACITY);
        }
        return bytes <= MIN_CAPACITY ? MIN_CAPACITY : Integer.highestOneBit((int) bytes - 1) << 1;
    }

    /** {@return the account of its memory} */
    public MemoryAccount account() {
        return account;
    }

    /**
     * Takes a buffer.
     *
     * @param capacity of {@link #capacityFor}
     * @return direct, big-endian, of exactly that capacity, its content arbitrary; {@code null} when there is no room
     *     for it now
     */
    public @Nullable ByteBuffer take(int capacity) {
        ByteBuffer kept = poll(sizeClass(capacity));
        if (kept != null) {
            return kept;
        }
        if (account.tryClaim(capacity)) {
            ByteBuffer made = allocate(capacity);
            if (made != null) {
                return made;
            }
            account.release(capacity);
        }
        ByteBuffer piece = takePiece(capacity);
        if (piece == null && recoverPieces()) {
            piece = takePiece(capacity);
        }
        if (piece == null) {
            collectWhatWasLeft(capacity);
        }
        return piece;
    }

    private @Nullable ByteBuffer takePiece(int capacity) {
        for (int size = sizeClass(capacity); size < CLASSES; size++) {
            ByteBuffer kept = poll(size);
            if (kept != null) {
                return kept.capacity() == capacity ? kept : pieces.cut(kept, capacity, this::keep);
            }
        }
        return null;
    }

    /** {@return whether pieces were found again that were left to the garbage collector; they are kept now} */
    private boolean recoverPieces() {
        boolean found = false;
        for (ByteBuffer piece = pieces.recover(); piece != null; piece = pieces.recover()) {
            keep(piece);
            found = true;
        }
        return found;
    }

    /**
     * Takes a buffer, also beyond the limit, for bytes that have been read already.
     *
     * @param capacity of {@link #capacityFor}
     * @return as {@link #take}, but on the heap when the JVM has no direct memory
     */
    public ByteBuffer takeAnyway(int capacity) {
        ByteBuffer taken = take(capacity);
        if (taken == null) {
            account.claim(capacity);
            taken = allocate(capacity);
        }
        return taken == null ? releasedWithIt(ByteBuffer.allocate(capacity)) : taken;
    }

    /**
     * Finds how much {@link #take} would give now. When that is nothing, it asks for what was left to the collector, as
     * {@link #take} does.
     *
     * @param capacity wanted, of {@link #capacityFor}
     * @return that or a smaller capacity; 0 when not even {@link #MIN_CAPACITY} is there
     */
    public int available(int capacity) {
        int most = availableNow(capacity);
        if (most == 0 && recoverPieces()) {
            most = availableNow(capacity);
        }
        if (most == 0) {
            collectWhatWasLeft(MIN_CAPACITY);
        }
        return most;
    }

    private int availableNow(int capacity) {
        for (int less = capacity; less >= MIN_CAPACITY; less >>= 1) {
            if (isThere(less)) {
                return less;
            }
        }
        return 0;
    }

    private boolean isThere(int capacity) {
        if (account.hasRoom(capacity) && jvm.freeBytes() >= capacity) {
            return true;
        }
        for (int i = sizeClass(capacity); i < CLASSES; i++) {
            if (!free[i].isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable ByteBuffer poll(int sizeClass) {
        ByteBuffer kept = free[sizeClass].poll();
        if (kept != null) {
            keptBytes.addAndGet(-kept.capacity());
        }
        return kept;
    }

    private @Nullable ByteBuffer allocate(int capacity) {
        if (jvm.freeBytes() < capacity) {
            return null;
        }
        ByteBuffer made;
        try {
            made = ByteBuffer.allocateDirect(capacity);
        } catch (OutOfMemoryError e) {
            return null;
        }
        return releasedWithIt(made);
    }

    private ByteBuffer releasedWithIt(ByteBuffer made) {
        Collected.CLEANER.register(made, releasing(jvm, new WeakReference<>(account), made.capacity()));
        return made;
    }

    /**
     * {@return an action that refers neither to this pool, which refers to the buffers that it keeps, nor to the
     * account, where queues may wait for memory that refer to their rings: the buffer would never be collected}
     */
    private static Runnable releasing(DirectMemory jvm, WeakReference<MemoryAccount> account, int capacity) {
        return () -> {
            jvm.countCollected();
            MemoryAccount claimed = account.get();
            if (claimed != null) {
                claimed.release(capacity);
            }
        };
    }

    /** Notes that memory taken here was left to the garbage collector and not given back. */
    public void leave() {
        leftSome = true;
    }

    private void collectWhatWasLeft(int wanted) {
        long before = collectedWhenLeft.get();
        long collected = jvm.collected();
        // While nothing of what was left last is collected, leaving more would only take it from small takes.
        if (before != collected && collectedWhenLeft.compareAndSet(before, collected) && !leaveFor(wanted)) {
            collectedWhenLeft.compareAndSet(collected, before);
        }
        askCollector();
    }

    /** {@return whether something was left to the collector that was kept} */
    private boolean leaveFor(int wanted) {
        if (jvm.freeBytes() < wanted) {
            // What other pools keep, or have left to the collector, may be what is missing.
            boolean left = jvm.reclaimKept();
            leftSome = true;
            return left;
        }
        return keptBytes.get() >= wanted && leaveKept(wanted - account.room(wanted));
    }

    private void askCollector() {
        if (leftSome) {
            leftSome = false;
            if (!collector.getAsBoolean()) {
                leftSome = true;
            }
        }
    }

    /** Looks whether there is memory for those that wait: other users of it give no notice when they free some. */
    public void lookAgain() {
        try {
            askCollector();
            if (recoverPieces()) {
                account.wakeAll();
            }
        } finally {
            account.lookAgain(leftSome);
        }
    }

    /** {@return whether it kept anything that it has now left to the garbage collector} */
    boolean leaveAllKept() {
        return leaveKept(Long.MAX_VALUE);
    }

    /**
     * Leaves some of what is kept to the garbage collector, the largest first, so that something larger can be made of
     * it. A piece stays while another piece of the same buffer is in use: nothing would be freed, and nobody could use
     * it.
     */
    private boolean leaveKept(long bytes) {
        long left = 0;
        Map<CutBuffers.Whole, KeptPieces> keptPieces = new HashMap<>();
        for (int i = CLASSES - 1; i >= 0; i--) {
            for (ByteBuffer buffer; left < bytes && (buffer = poll(i)) != null; ) {
                CutBuffers.Whole whole = pieces.wholeOf(buffer);
                if (whole == null) {
                    left += buffer.capacity();
                } else if (keptPieces
                                .computeIfAbsent(whole, unseen -> new KeptPieces())
                                .add(buffer)
                        == whole.capacity()) {
                    keptPieces.remove(whole).pieces.forEach(pieces::forget);
                    left += whole.capacity();
                }
            }
        }
        if (left > 0) {
            leftSome = true;
        }
        keepAgain(keptPieces.values());
        return left > 0;
    }

    private void keepAgain(Collection<KeptPieces> incomplete) {
        if (!incomplete.isEmpty()) {
            incomplete.forEach(kept -> kept.pieces.forEach(this::keep));
            // A taker may have found nothing meanwhile.
            account.wakeAll();
        }
    }

    /** @param buffer taken here; nobody may touch it afterwards */
    public void give(ByteBuffer buffer) {
        int capacity = buffer.capacity();
        if (!buffer.isDirect() || closed) {
            leftSome = true;
        } else if (account.used() > account.limit() >> 1 || pieces.wholeOf(buffer) != null) {
            keep(buffer.clear());
        } else if (capacity > MAX_KEPT_CAPACITY) {
            leftSome = true;
        } else if (keptBytes.addAndGet(capacity) > maxKeptBytes) {
            keptBytes.addAndGet(-capacity);
            leftSome = true;
        } else {
            remember(buffer.clear());
        }
        account.wakeAll();
    }

    /**
     * Keeps nothing from now on: what it keeps, and what is given back later, is left to the garbage collector, also
     * while the pool is still referred to. Buffers in use stay valid. Any thread.
     */
    public void close() {
        closed = true;
        dropKept();
    }

    private void dropKept() {
        for (int i = 0; i < CLASSES; i++) {
            while (poll(i) != null) {
                leftSome = true;
            }
        }
        pieces.forgetAll();
    }

    private void keep(ByteBuffer buffer) {
        keptBytes.addAndGet(buffer.capacity());
        remember(buffer);
    }

    /** Never fails: giving back is the last step of what must not stop half-way. */
    private void remember(ByteBuffer buffer) {
        try {
            free[sizeClass(buffer.capacity())].add(buffer);
        } catch (OutOfMemoryError noHeap) {
            keptBytes.addAndGet(-buffer.capacity());
            leftSome = true;
        }
        if (closed) {
            // It was closed meanwhile: its own look may have come before.
            dropKept();
        }
    }

    /** {@return how many bytes it keeps for the next taker} */
    public long keptBytes() {
        return keptBytes.get();
    }

    private static int sizeClass(int capacity) {
        return Integer.numberOfTrailingZeros(capacity) - Integer.numberOfTrailingZeros(MIN_CAPACITY);
    }

    /** The pieces of one buffer that are not in use. */
    private static final class KeptPieces {
        private final List<ByteBuffer> pieces = new ArrayList<>();
        private long bytes;

        /** {@return bytes of all} */
        long add(ByteBuffer piece) {
            pieces.add(piece);
            bytes += piece.capacity();
            return bytes;
        }
    }

    /** One thread for the JVM, started with the first buffer. */
    private static final class Collected {
        static final Cleaner CLEANER = Cleaner.create();
    }
}
