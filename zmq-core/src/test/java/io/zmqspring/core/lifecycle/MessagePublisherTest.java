package io.zmqspring.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessagePublisherTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final RestartableSocket in =
            RestartableSocket.of(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://flow"), () -> context);
    private final PushSocket out = context.push();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final MessagePublisher publisher = MessagePublisher.of(in, this::run);

    @BeforeEach
    void open() {
        in.start();
        out.connect("inproc://flow");
    }

    @AfterEach
    void close() {
        in.close();
        context.close();
    }

    private void run(Runnable worker) {
        Thread thread = new Thread(worker, "publisher");
        threads.add(thread);
        thread.setDaemon(true);
        thread.start();
    }

    /** Records its signals. */
    private static class Recorder implements Flow.Subscriber<ZmqMessage> {

        final List<String> received = new CopyOnWriteArrayList<>();
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final AtomicInteger completed = new AtomicInteger();
        volatile Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(ZmqMessage message) {
            received.add(message.string(0));
        }

        @Override
        public void onError(Throwable cause) {
            errors.add(cause);
        }

        @Override
        public void onComplete() {
            completed.incrementAndGet();
        }

        void request(long count) {
            subscription.request(count);
        }

        void awaitReceived(int count) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(received).hasSize(count));
        }
    }

    private <T extends Recorder> T subscribe(T subscriber) {
        publisher.subscribe(subscriber);
        return subscriber;
    }

    private void send(int first, int last) {
        for (int i = first; i <= last; i++) {
            out.send(ZmqMessage.ofStrings(Integer.toString(i)));
        }
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    private void awaitThreadsEnd() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    }

    @Test
    void shouldTakeNoMoreThanWasRequested() {
        Recorder subscriber = subscribe(new Recorder());
        send(1, 10);
        assertThat(in.counters().queuedToReceive()).isEqualTo(10);
        subscriber.request(3);
        subscriber.awaitReceived(3);
        subscriber.request(1);
        subscriber.request(2);
        subscriber.awaitReceived(6);
        assertThat(in.counters().queuedToReceive()).isEqualTo(4);
        assertThat(in.counters().received()).isEqualTo(6);
        subscriber.request(Long.MAX_VALUE);
        subscriber.request(Long.MAX_VALUE);
        subscriber.awaitReceived(10);
        send(11, 2_000);
        subscriber.awaitReceived(2_000);
        assertThat(subscriber.received).containsExactlyElementsOf(numbers(1, 2_000));
        assertThat(threads).hasSize(1);
    }

    @Test
    void shouldDeliverInOrderToASubscriberThatRequestsOneByOne() {
        Recorder subscriber = subscribe(new Recorder() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                super.onSubscribe(given);
                given.request(1);
            }

            @Override
            public void onNext(ZmqMessage message) {
                super.onNext(message);
                request(1);
            }
        });
        send(1, 5_000);
        subscriber.awaitReceived(5_000);
        assertThat(subscriber.received).containsExactlyElementsOf(numbers(1, 5_000));
    }

    @Test
    void shouldNeverExceedADemandThatOtherThreadsRaise() {
        AtomicLong requested = new AtomicLong();
        AtomicInteger excess = new AtomicInteger();
        Recorder subscriber = subscribe(new Recorder() {
            @Override
            public void onNext(ZmqMessage message) {
                super.onNext(message);
                if (received.size() > requested.get()) {
                    excess.incrementAndGet();
                }
            }
        });
        Calls.Running<Void> sending = Calls.start(() -> send(1, 2_500));
        List<Calls.Running<Void>> requesting = IntStream.range(0, 2)
                .mapToObj(thread -> Calls.start(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        requested.incrementAndGet();
                        subscriber.request(1);
                        if (i % 10 == 0) {
                            while (subscriber.received.size() < requested.get() - 1) {
                                Thread.onSpinWait();
                            }
                        }
                    }
                }))
                .toList();
        requesting.forEach(each -> assertThat(each.result()).succeedsWithin(LIMIT));
        assertThat(sending.result()).succeedsWithin(LIMIT);
        subscriber.awaitReceived(2_000);
        assertThat(excess).hasValue(0);
        assertThat(in.counters().received()).isEqualTo(2_000);
    }

    @Test
    void shouldLeaveToTheSocketWhatComesAfterACancel() {
        Recorder subscriber = subscribe(new Recorder() {
            @Override
            public void onNext(ZmqMessage message) {
                super.onNext(message);
                if (received.size() == 2) {
                    subscription.cancel();
                    subscription.cancel();
                    subscription.request(1);
                }
            }
        });
        send(1, 5);
        subscriber.request(5);
        subscriber.awaitReceived(2);
        awaitThreadsEnd();
        assertThat(in.counters().queuedToReceive()).isEqualTo(3);
        assertThat(subscriber.completed).hasValue(0);
        assertThat(subscriber.errors).isEmpty();

        Recorder next = subscribe(new Recorder());
        next.request(3);
        next.awaitReceived(3);
        assertThat(next.received).containsExactly("3", "4", "5");
    }

    @Test
    void shouldCancelASubscriberThatThrows() {
        Recorder subscriber = subscribe(new Recorder() {
            @Override
            public void onNext(ZmqMessage message) {
                super.onNext(message);
                throw new IllegalStateException("expected by this test");
            }
        });
        subscriber.request(Long.MAX_VALUE);
        send(1, 3);
        awaitThreadsEnd();
        assertThat(subscriber.received).containsExactly("1");
        assertThat(subscriber.errors).isEmpty();
        assertThat(subscriber.completed).hasValue(0);
        assertThat(in.counters().queuedToReceive()).isEqualTo(2);

        Recorder refusing = subscribe(new Recorder() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(1);
                throw new IllegalStateException("expected by this test");
            }
        });
        assertThat(refusing.received).isEmpty();
        assertThat(threads).hasSize(1);
    }

    @Test
    void shouldReportARequestOfNothing() {
        Recorder subscriber = subscribe(new Recorder());
        subscriber.request(0);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(subscriber.errors).hasSize(1));
        assertThat(subscriber.errors.get(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n=0");
        awaitThreadsEnd();
        assertThat(subscriber.completed).hasValue(0);
    }

    @Test
    void shouldWaitForARestartAndCompleteAtTheEnd() {
        Recorder subscriber = subscribe(new Recorder());
        subscriber.request(Long.MAX_VALUE);
        send(1, 1);
        subscriber.awaitReceived(1);
        in.stop();
        in.start();
        send(2, 2);
        subscriber.awaitReceived(2);
        in.close();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(subscriber.completed).hasValue(1));
        assertThat(subscriber.errors).isEmpty();
        awaitThreadsEnd();
    }

    @Test
    void shouldCompleteAlsoWithoutDemand() {
        Recorder subscriber = subscribe(new Recorder());
        send(1, 1);
        context.close();
        subscriber.request(1);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(subscriber.completed).hasValue(1));
    }

    @Test
    void shouldReportAnInterruptFromOutside() {
        Recorder subscriber = subscribe(new Recorder());
        subscriber.request(1);
        threads.get(0).interrupt();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(subscriber.errors).hasSize(1));
        assertThat(subscriber.errors.get(0)).isInstanceOf(ZmqInterruptedException.class);
    }

    @Test
    void shouldReportAnExecutorThatRefuses() {
        RejectedExecutionException refusal = new RejectedExecutionException("expected by this test");
        Executor refusing = worker -> {
            throw refusal;
        };
        Recorder subscriber = new Recorder();
        MessagePublisher.of(in, refusing).subscribe(subscriber);
        assertThat(subscriber.subscription).isNotNull();
        assertThat(subscriber.errors).containsExactly(refusal);
    }

    @Test
    void shouldShareMessagesOutAmongSubscribers() {
        Recorder first = subscribe(new Recorder());
        Recorder second = subscribe(new Recorder());
        first.request(50);
        second.request(50);
        send(1, 100);
        first.awaitReceived(50);
        second.awaitReceived(50);
        assertThat(first.received).doesNotContainAnyElementsOf(second.received);
    }

    @Test
    void shouldHoldUpTheSenderOfASlowSubscriber() throws InterruptedException {
        PushSocket limited = context.push(SocketOptions.builder().sendHwm(10).build());
        RestartableSocket slow = RestartableSocket.of(
                SocketDefinition.of("slow", SocketType.PULL)
                        .withOptions(SocketOptions.builder().receiveHwm(10).build())
                        .withBind("inproc://slow"),
                () -> context);
        slow.start();
        limited.connect("inproc://slow");
        CountDownLatch subscribed = new CountDownLatch(1);
        Recorder subscriber = new Recorder() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                super.onSubscribe(given);
                subscribed.countDown();
            }
        };
        MessagePublisher.of(slow, this::run).subscribe(subscriber);
        subscribed.await();
        int sent = 0;
        while (limited.trySend(new byte[1])) {
            sent++;
        }
        assertThat(sent).isEqualTo(20);
        subscriber.request(15);
        subscriber.awaitReceived(15);
        assertThat(limited.send(new byte[1], LIMIT)).isTrue();
        slow.close();
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessagePublisher.of(out, this::run))
                .withMessageContaining("a socket that receives");
        assertThatNullPointerException().isThrownBy(() -> publisher.subscribe(null));
    }
}
