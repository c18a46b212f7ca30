package io.zmqspring.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferPoolTest {

    private static final int MAX_KEPT_CAPACITY = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BufferPool pool = new BufferPool(64 << 10);

    @ParameterizedTest
    @CsvSource({
        "0, 4096",
        "1, 4096",
        "4095, 4096",
        "4096, 4096",
        "4097, 8192",
        "8192, 8192",
        "65537, 131072",
        "536870913, 1073741824",
        "1073741824, 1073741824"
    })
    void shouldRoundUpToPowerOfTwo(long bytes, int capacity) {
        assertThat(BufferPool.capacityFor(bytes)).isEqualTo(capacity);
    }

    @Test
    void shouldRefuseMoreThanTheLargest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BufferPool.capacityFor(BufferPool.MAX_CAPACITY + 1L))
                .withMessageContainingAll("bytes=1073741825", "largest=1073741824");
    }

    @Test
    void shouldHandOutDirectBigEndianMemoryOfExactlyTheCapacity() {
        ByteBuffer taken = pool.take(8192);

        assertThat(taken.isDirect()).isTrue();
        assertThat(taken.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(taken.capacity()).isEqualTo(8192);
        assertThat(taken.remaining()).isEqualTo(8192);
    }

    @Test
    void shouldHandOutAgainWhatWasGivenBack() {
        ByteBuffer taken = pool.take(8192);
        taken.position(5).limit(9);

        pool.give(taken);

        assertThat(pool.keptBytes()).isEqualTo(8192);
        ByteBuffer again = pool.take(8192);
        assertThat(again).isSameAs(taken);
        assertThat(again.remaining()).isEqualTo(8192);
        assertThat(pool.keptBytes()).isZero();
    }

    @Test
    void shouldNotMixSizes() {
        pool.give(pool.take(8192));

        assertThat(pool.take(4096).capacity()).isEqualTo(4096);
        assertThat(pool.take(16384).capacity()).isEqualTo(16384);
        assertThat(pool.keptBytes()).isEqualTo(8192);
    }

    @Test
    void shouldKeepNoMoreThanItMay() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            taken.add(pool.take(8192));
        }

        taken.forEach(pool::give);

        assertThat(pool.keptBytes()).isEqualTo(64 << 10);
    }

    @Test
    void shouldKeepLargestPooledSizeButNothingLarger() {
        BufferPool large = new BufferPool(64L << 20);

        large.give(large.take(MAX_KEPT_CAPACITY));
        large.give(large.take(2 * MAX_KEPT_CAPACITY));

        assertThat(large.keptBytes()).isEqualTo(MAX_KEPT_CAPACITY);
        assertThat(large.take(2 * MAX_KEPT_CAPACITY).capacity()).isEqualTo(2 * MAX_KEPT_CAPACITY);
    }

    @Test
    void shouldFreeItsMemoryWhenNothingRefersToIt() {
        MemoryAccount account = MemoryAccount.unlimited();
        BufferPool lost = new BufferPool(64 << 10, account, DirectMemory.UNKNOWN, () -> true);
        lost.give(Objects.requireNonNull(lost.take(8192)));
        assertThat(lost.keptBytes()).isEqualTo(8192);
        assertThat(account.used()).isEqualTo(8192);
        lost = new BufferPool(0);

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(account.used()).isZero();
        });
        assertThat(lost.keptBytes()).isZero();
    }

    @Test
    void shouldKeepNothingOnceClosed() {
        ByteBuffer before = pool.take(4 << 10);
        ByteBuffer after = pool.take(4 << 10);
        pool.give(before);
        assertThat(pool.keptBytes()).isEqualTo(4 << 10);

        pool.close();
        assertThat(pool.keptBytes()).isZero();

        pool.give(after);
        assertThat(pool.keptBytes()).isZero();
        assertThat(pool.take(4 << 10)).isNotSameAs(before).isNotSameAs(after);
    }

    @Test
    void shouldKeepNothingWhenItIsClosedWhileAnotherPoolReclaims() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            BufferPool closing = new BufferPool(0, new MemoryAccount(64 << 10), DirectMemory.UNKNOWN, () -> true);
            closing.give(Objects.requireNonNull(closing.take(64 << 10)));
            List<ByteBuffer> pieces = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                pieces.add(Objects.requireNonNull(closing.take(4 << 10)));
            }
            pieces.subList(1, 16).forEach(closing::give);
            CyclicBarrier together = new CyclicBarrier(2);
            Thread reclaiming = new Thread(() -> {
                meet(together);
                closing.leaveAllKept();
            });
            reclaiming.start();
            meet(together);
            for (int i = 0; i < 4 * (round % 200); i++) {
                Thread.onSpinWait();
            }
            closing.close();
            reclaiming.join(20_000);

            assertThat(closing.keptBytes()).as("round %d", round).isZero();
        }
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldFreeACutBufferOnceClosed() {
        BufferPool closed = new BufferPool(0, new MemoryAccount(16 << 10), DirectMemory.UNKNOWN, () -> true);
        WeakReference<ByteBuffer> memory = cutAndHalfGivenBack(closed);
        closed.close();

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(memory.get()).isNull();
        });
        assertThat(closed.keptBytes()).isZero();
    }

    private static WeakReference<ByteBuffer> cutAndHalfGivenBack(BufferPool pool) {
        ByteBuffer whole = Objects.requireNonNull(pool.take(16 << 10));
        pool.give(whole);
        Objects.requireNonNull(pool.take(8 << 10));
        pool.give(Objects.requireNonNull(pool.take(8 << 10)));
        return new WeakReference<>(whole);
    }

    @Test
    void shouldFreeItsMemoryAlsoWhenAnOwnerOfItWaitsForMore() {
        WeakReference<ByteBuffer> memory = ownedByOneThatWaits();

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(memory.get()).isNull();
        });
    }

    private static WeakReference<ByteBuffer> ownedByOneThatWaits() {
        MemoryAccount account = new MemoryAccount(8 << 10);
        BufferPool small = new BufferPool(0, account, DirectMemory.UNKNOWN, () -> true);
        ByteBuffer owned = Objects.requireNonNull(small.take(8 << 10));
        account.await(4 << 10, () -> owned.put(0, (byte) 1));
        return new WeakReference<>(owned);
    }

    @Test
    void shouldNotLoseThePiecesOfABufferOfWhichOneIsInUse() {
        BufferPool small = new BufferPool(0, new MemoryAccount(16 << 10), DirectMemory.UNKNOWN, () -> true);
        ByteBuffer whole = Objects.requireNonNull(small.take(8 << 10));
        ByteBuffer other = Objects.requireNonNull(small.take(4 << 10));
        small.give(whole);
        ByteBuffer filler = Objects.requireNonNull(small.take(4 << 10));
        List<ByteBuffer> inUse = List.of(other, filler, Objects.requireNonNull(small.take(4 << 10)));

        assertThat(small.take(8 << 10)).isNull();

        assertThat(small.take(4 << 10)).isNotNull();
        assertThat(small.take(4 << 10)).isNull();
        assertThat(inUse).hasSize(3);
    }

    @Test
    void shouldFindAPieceAgainThatNothingRefersToWhileAnotherIsInUse() {
        BufferPool small = new BufferPool(0, new MemoryAccount(16 << 10), DirectMemory.UNKNOWN, () -> true);
        small.give(Objects.requireNonNull(small.take(16 << 10)));
        ByteBuffer inUse = Objects.requireNonNull(small.take(4 << 10));
        inUse.put(0, (byte) 7);
        dropOne(small, 8 << 10);

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            ByteBuffer found = small.take(8 << 10);
            assertThat(found).isNotNull();
            assertThat(found.capacity()).isEqualTo(8 << 10);
            for (int i = 0; i < found.capacity(); i++) {
                found.put(i, (byte) 1);
            }
        });
        assertThat(inUse.get(0)).isEqualTo((byte) 7);
        assertThat(small.take(4 << 10)).isNotNull();
        assertThat(small.take(4 << 10)).isNull();
    }

    private static void dropOne(BufferPool from, int capacity) {
        assertThat(from.take(capacity)).isNotNull();
    }

    @Test
    void shouldWakeWhatBeganToWaitJustAfterItsMemoryWasGivenBack() {
        MemoryAccount account = new MemoryAccount(16 << 10, () -> Long.MAX_VALUE, () -> true);
        BufferPool small = new BufferPool(0, account, DirectMemory.UNKNOWN, () -> true);
        ByteBuffer inUse = Objects.requireNonNull(small.take(16 << 10));
        List<ByteBuffer> taken = new ArrayList<>();
        assertThat(small.take(16 << 10)).isNull();
        small.give(inUse);
        account.await(16 << 10, () -> taken.add(small.take(16 << 10)));

        small.lookAgain();

        assertThat(taken).hasSize(1).doesNotContainNull();
    }

    @Test
    void shouldWakeWhatWaitsWhenAPieceIsFoundAgain() {
        MemoryAccount account = new MemoryAccount(16 << 10, () -> Long.MAX_VALUE, () -> true);
        BufferPool small = new BufferPool(0, account, DirectMemory.UNKNOWN, () -> true);
        small.give(Objects.requireNonNull(small.take(16 << 10)));
        ByteBuffer inUse = Objects.requireNonNull(small.take(8 << 10));
        dropOne(small, 8 << 10);
        List<ByteBuffer> taken = new ArrayList<>();
        account.await(8 << 10, () -> takeOrWait(small, taken));

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            small.lookAgain();
            assertThat(taken).hasSize(1);
        });
        assertThat(inUse.capacity()).isEqualTo(8 << 10);
    }

    private static void takeOrWait(BufferPool pool, List<ByteBuffer> taken) {
        ByteBuffer got = pool.take(8 << 10);
        if (got == null) {
            pool.account().await(8 << 10, () -> takeOrWait(pool, taken));
        } else {
            taken.add(got);
        }
    }

    @Test
    void shouldLeaveThePiecesOfABufferTogetherWhenSomethingLargerIsWanted() {
        AtomicInteger collections = new AtomicInteger();
        BufferPool small = new BufferPool(0, new MemoryAccount(16 << 10), DirectMemory.UNKNOWN, () -> {
            collections.incrementAndGet();
            return true;
        });
        ByteBuffer whole = Objects.requireNonNull(small.take(8 << 10));
        ByteBuffer other = Objects.requireNonNull(small.take(8 << 10));
        small.give(whole);
        ByteBuffer piece = Objects.requireNonNull(small.take(4 << 10));
        small.give(piece);
        assertThat(small.keptBytes()).isEqualTo(8 << 10);

        assertThat(small.take(8 << 10)).isNull();

        assertThat(small.keptBytes()).isZero();
        assertThat(collections).hasValue(1);
        assertThat(other.capacity()).isEqualTo(8 << 10);
    }

    @Test
    void shouldLeaveNoMoreOfWhatItKeepsThanSomethingLargerWants() {
        BufferPool small = new BufferPool(0, new MemoryAccount(32 << 10), DirectMemory.UNKNOWN, () -> true);
        giveAll(small, takeAll(small, 8, 4 << 10));
        assertThat(small.keptBytes()).isEqualTo(32 << 10);

        assertThat(small.take(8 << 10)).isNull();

        assertThat(small.keptBytes()).isEqualTo(24 << 10);
    }

    @Test
    void shouldLeaveNothingMoreBeforeSomethingOfTheLastTimeIsCollected() {
        // Nothing else counts what is collected of this pool.
        BufferPool small = new BufferPool(0, new MemoryAccount(32 << 10), DirectMemory.unknown(), () -> true);
        giveAll(small, takeAll(small, 8, 4 << 10));
        assertThat(small.take(8 << 10)).isNull();
        long collectable = small.account().used() - small.keptBytes();

        for (int i = 0; i < 10 && collectable == small.account().used() - small.keptBytes(); i++) {
            assertThat(small.take(16 << 10)).isNull();
        }

        assertThat(small.account().used() - small.keptBytes()).isLessThanOrEqualTo(collectable);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(small.take(16 << 10)).isNotNull();
        });
    }

    private static List<ByteBuffer> takeAll(BufferPool pool, int count, int capacity) {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(Objects.requireNonNull(pool.take(capacity)));
        }
        return taken;
    }

    private static void giveAll(BufferPool pool, List<ByteBuffer> taken) {
        taken.forEach(pool::give);
    }

    @Test
    void shouldNeverGiveOneBufferToTwoThreads() throws InterruptedException {
        Set<ByteBuffer> out = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    ByteBuffer mine = pool.take(i % 2 == 0 ? 4096 : 8192);
                    if (!out.add(mine)) {
                        errors.add("handed out twice in round " + i);
                    }
                    out.remove(mine);
                    pool.give(mine);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }

        assertThat(errors).isEmpty();
        assertThat(pool.keptBytes()).isBetween(0L, 64L << 10);
    }
}
