package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_THREADS = 3;

    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean exhausted;
    private final BlockingCalls calls = new BlockingCalls(this::newThread, MAX_THREADS, errors::add);

    private Thread newThread(Runnable task) {
        if (exhausted) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        Thread thread = new Thread(task, "blocking-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    @AfterEach
    void close() {
        release.countDown();
        calls.close();
    }

    @Test
    void shouldGoOnWhenItsErrorsCannotBeReported() {
        BlockingCalls unreported = new BlockingCalls(this::newThread, 1, error -> {
            throw new IllegalStateException("the appender failed");
        });
        CountDownLatch made = new CountDownLatch(2);
        unreported.execute(() -> await(release));
        unreported.execute(() -> {
            throw new IllegalStateException("the call failed");
        });
        unreported.execute(made::countDown);
        unreported.execute(made::countDown);
        release.countDown();

        await(made);
        assertThat(threads).hasSize(1);
        unreported.close();
    }

    /** Keeps threads busy until {@link #release}. */
    private void block(int count) {
        CountDownLatch begun = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            calls.execute(() -> {
                begun.countDown();
                await(release);
            });
        }
        await(begun);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("not within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void shouldQueueWhatFindsNoThreadAndNeverRunItOnTheCaller() {
        block(MAX_THREADS);
        Queue<Integer> order = new ConcurrentLinkedQueue<>();
        Queue<Thread> ran = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            calls.execute(() -> {
                ran.add(Thread.currentThread());
                synchronized (order) {
                    order.add(number);
                }
            });
        }
        assertThat(ran).isEmpty();
        assertThat(threads).hasSize(MAX_THREADS);

        release.countDown();

        Awaitility.await().atMost(PATIENCE).until(() -> order.size() == 1_000);
        assertThat(ran).doesNotContain(Thread.currentThread()).allMatch(threads::contains);
        assertThat(threads).hasSize(MAX_THREADS);
    }

    @Test
    void shouldMakeCallsInTheOrderTheyCameWhenThereIsOneThread() {
        BlockingCalls single = new BlockingCalls(this::newThread, 1, errors::add);
        List<Integer> order = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            int number = i;
            single.execute(() -> order.add(number));
        }
        single.execute(done::countDown);
        await(done);
        single.close();

        assertThat(order).hasSize(100).isSorted();
    }

    @Test
    void shouldGoOnWhileOtherCallsBlock() {
        block(MAX_THREADS - 1);
        CountDownLatch done = new CountDownLatch(1);

        calls.execute(done::countDown);

        await(done);
        assertThat(release.getCount()).isEqualTo(1);
    }

    @Test
    void shouldEndThreadsThatAreIdleAndStartOthersWhenNeeded() {
        CountDownLatch first = new CountDownLatch(1);
        calls.execute(first::countDown);
        await(first);
        assertThat(threads).hasSize(1);

        Awaitility.await().atMost(PATIENCE).until(() -> !threads.get(0).isAlive());
        CountDownLatch second = new CountDownLatch(1);
        calls.execute(second::countDown);

        await(second);
        assertThat(threads).hasSize(2);
    }

    @Test
    void shouldRefuseWithTheReasonWhenNoThreadCanBeStarted() {
        exhausted = true;
        AtomicInteger ran = new AtomicInteger();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> calls.execute(ran::incrementAndGet))
                .withMessageContaining("OutOfMemoryError: unable to create native thread");
        exhausted = false;
        CountDownLatch done = new CountDownLatch(1);
        calls.execute(done::countDown);

        await(done);
        assertThat(ran).as("the call that was refused").hasValue(0);
    }

    @Test
    void shouldWaitForTheThreadsThereAreWhenNoFurtherOneCanBeStarted() {
        block(1);
        exhausted = true;
        CountDownLatch done = new CountDownLatch(1);

        calls.execute(done::countDown);
        release.countDown();

        await(done);
        assertThat(threads).hasSize(1);
    }

    @Test
    void shouldRefuseACallWhenTooManyWait() {
        BlockingCalls bounded = new BlockingCalls(this::newThread, 1, 2, errors::add);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        bounded.execute(() -> {
            begun.countDown();
            await(release);
        });
        await(begun);
        bounded.execute(done::countDown);
        bounded.execute(done::countDown);

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> bounded.execute(done::countDown))
                .withMessageContaining("maxWaiting=2");
        release.countDown();
        await(done);
        bounded.close();
    }

    @Test
    void shouldMakeTheCallsThatWaitAndTakeNoMoreWhenFinished() {
        BlockingCalls single = new BlockingCalls(this::newThread, 1, errors::add);
        CountDownLatch done = new CountDownLatch(2);
        single.execute(() -> await(release));
        single.execute(done::countDown);
        single.execute(done::countDown);

        single.finish();

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> single.execute(done::countDown));
        release.countDown();
        await(done);
        Awaitility.await().atMost(PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldGoOnAfterACallThatThrows() {
        BlockingCalls single = new BlockingCalls(this::newThread, 1, errors::add);
        CountDownLatch done = new CountDownLatch(1);
        single.execute(() -> {
            throw new StackOverflowError("deep");
        });
        single.execute(done::countDown);
        await(done);
        single.close();

        assertThat(errors).singleElement().isInstanceOf(StackOverflowError.class);
        assertThat(threads).hasSize(1);
    }

    @Test
    void shouldInterruptAndForgetWhatIsLeftWhenClosed() {
        AtomicInteger ran = new AtomicInteger();
        block(MAX_THREADS);
        calls.execute(ran::incrementAndGet);

        calls.close();

        Awaitility.await().atMost(PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThat(ran).hasValue(0);
        assertThat(errors).hasSize(MAX_THREADS).allMatch(e -> e.getMessage().equals("interrupted"));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> calls.execute(ran::incrementAndGet))
                .withMessage("the context is closed");
    }
}
