package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.support.Calls;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a requester ends, and how an interrupt ends its callers' waits. */
@Timeout(60)
class RequesterCloseSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RequestOptions PATIENT = RequestOptions.of(Duration.ofSeconds(40));

    private final ZmqContext context = ZmqContext.create();
    private final ZmqRequester requester = context.requester();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldEndAWaitByAnInterruptAndForgetTheRequest() throws Exception {
        RouterSocket router = connectedRouter();
        // The first receives, the second waits for it to receive.
        List<Calls.Running<ZmqMessage>> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            calls.add(Calls.start(() -> requester.request(new byte[] {1}, PATIENT)));
            receive(router);
            calls.get(i).awaitWaiting();
        }
        for (int i = 1; i >= 0; i--) {
            calls.get(i).thread().interrupt();
            assertFails(calls.get(i).result(), ZmqInterruptedException.class);
            assertThat(calls.get(i).interrupted().get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(requester.counters().inFlight()).isZero();
        assertThat(requester.counters().cancelled()).isEqualTo(2);

        CompletableFuture<ZmqMessage> next = requester.requestAsync(new byte[] {3}, PATIENT);
        router.send(receive(router));
        assertThat(next.get(20, TimeUnit.SECONDS).frame(0)).containsExactly(3);
    }

    @Test
    void shouldGoOnReceivingForOthersWhenTheReceiverIsInterrupted() throws Exception {
        RouterSocket router = connectedRouter();
        Calls.Running<ZmqMessage> receiving = Calls.start(() -> requester.request(new byte[] {1}, PATIENT));
        receive(router);
        receiving.awaitWaiting();
        Calls.Running<ZmqMessage> waiting = Calls.start(() -> requester.request(new byte[] {2}, PATIENT));
        ZmqMessage request = receive(router);
        CompletableFuture<ZmqMessage> future = requester.requestAsync(new byte[] {3}, PATIENT);
        ZmqMessage third = receive(router);
        receiving.thread().interrupt();
        assertFails(receiving.result(), ZmqInterruptedException.class);
        router.send(request);
        router.send(third);
        assertThat(waiting.result().get(20, TimeUnit.SECONDS).frame(0)).containsExactly(2);
        assertThat(future.get(20, TimeUnit.SECONDS).frame(0)).containsExactly(3);
    }

    @Test
    void shouldFailAllThatIsInFlightWhenItCloses() throws Exception {
        RouterSocket router = connectedRouter();
        List<CompletableFuture<ZmqMessage>> inFlight = inFlight(requester, router);
        try (ZmqRequester alone = context.requester()) {
            inFlight.add(alone.requestAsync(new byte[] {1}, PATIENT));
            Calls.Running<ZmqMessage> call = Calls.start(() -> alone.request(new byte[] {1}, PATIENT));
            Awaitility.await().atMost(PATIENCE).until(() -> alone.counters().waiting() == 2);
            inFlight.add(call.result());
        }
        requester.close();
        requester.close();
        for (CompletableFuture<ZmqMessage> each : inFlight) {
            assertFails(each, ZmqClosedException.class);
        }
        assertThat(requester.counters().inFlight()).isZero();
        assertThat(requester.isClosed()).isTrue();
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> requester.request(new byte[1]));
        assertFails(requester.requestAsync(new byte[1]), ZmqClosedException.class);
    }

    @Test
    void shouldFailAllThatIsInFlightWhenItsContextCloses() throws Exception {
        ZmqContext own = ZmqContext.create();
        RouterSocket router = context.router();
        ZmqRequester theirs = own.requester();
        theirs.connect(router.bind("tcp://127.0.0.1:*"));
        List<CompletableFuture<ZmqMessage>> inFlight = inFlight(theirs, router);
        own.close();
        for (CompletableFuture<ZmqMessage> each : inFlight) {
            assertFails(each, ZmqClosedException.class);
        }
        assertThat(theirs.isClosed()).isTrue();
        assertFails(theirs.requestAsync(new byte[1]), ZmqClosedException.class);
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(own::requester);
        theirs.close();
    }

    @Test
    void shouldCloseInACallback() throws Exception {
        ZmqResponder responder = context.responder(request -> {
            if (request.message().frame(0)[0] == 1) {
                request.reply(request.message());
            }
        });
        requester.connect(responder.bind("tcp://127.0.0.1:*"));
        CompletableFuture<ZmqMessage> other = requester.requestAsync(new byte[] {2}, PATIENT);
        CompletableFuture<Boolean> closed = requester
                .requestAsync(new byte[] {1}, PATIENT)
                .thenApply(reply -> {
                    requester.close();
                    return other.isCompletedExceptionally();
                });
        assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
        assertFails(other, ZmqClosedException.class);
    }

    @Test
    void shouldCloseOnAnInterruptedThread() throws Exception {
        List<CompletableFuture<ZmqMessage>> inFlight = inFlight(requester, connectedRouter());
        Calls.Running<Void> closing = Calls.start(() -> {
            Thread.currentThread().interrupt();
            requester.close();
        });
        assertThat(closing.interrupted().get(20, TimeUnit.SECONDS)).isTrue();
        for (CompletableFuture<ZmqMessage> each : inFlight) {
            assertFails(each, ZmqClosedException.class);
        }
    }

    @Test
    void shouldCloseInTimeAlthoughACallbackDoesNotReturn() throws Exception {
        RouterSocket router = connectedRouter();
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean held = new AtomicBoolean();
        CompletableFuture<Boolean> stuck = requester
                .requestAsync(new byte[] {1}, PATIENT)
                .thenApply(reply -> {
                    held.set(true);
                    return await(release);
                });
        router.send(receive(router));
        Awaitility.await().atMost(PATIENCE).untilTrue(held);
        CompletableFuture<ZmqMessage> other = requester.requestAsync(new byte[] {2}, PATIENT);
        long begun = System.nanoTime();
        requester.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertFails(other, ZmqClosedException.class);
        release.countDown();
        assertThat(stuck.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldEndAWaitForRoomWhenItCloses() throws Exception {
        ZmqRequester full = context.requester(
                RequesterOptions.builder().maxInFlight(1).request(PATIENT).build());
        CompletableFuture<ZmqMessage> first = full.requestAsync(new byte[1]);
        Calls.Running<ZmqMessage> second =
                Calls.start(() -> full.request(new byte[1])).awaitWaiting();
        Calls.Running<ZmqMessage> third =
                Calls.start(() -> full.request(new byte[1])).awaitWaiting();
        third.thread().interrupt();
        assertFails(third.result(), ZmqInterruptedException.class);
        full.close();
        assertFails(first, ZmqClosedException.class);
        assertFails(second.result(), ZmqClosedException.class);
    }

    @Test
    void shouldLeaveNoThreadBehind() {
        RouterSocket router = connectedRouter();
        for (int i = 0; i < 10; i++) {
            requester.requestAsync(new byte[] {1}, PATIENT);
            router.send(receive(router));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("zmq-requests")));
    }

    @Test
    void shouldLetVirtualThreadsWait() throws Exception {
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException beforeJava21) {
            assumeTrue(false, "skipped: virtual threads need Java 21");
            return;
        }
        ZmqResponder responder = context.responder(request -> request.reply(request.message()));
        requester.connect(responder.bind("tcp://127.0.0.1:*"));
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            byte[] body = {(byte) i, (byte) (i >> 8)};
            CompletableFuture<Void> caller = new CompletableFuture<>();
            callers.add(caller);
            start.invoke(null, (Runnable) () -> {
                try {
                    for (int round = 0; round < 5; round++) {
                        assertThat(requester.request(body, PATIENT).frame(0)).isEqualTo(body);
                    }
                    caller.complete(null);
                } catch (Throwable e) {
                    caller.completeExceptionally(e);
                }
            });
        }
        for (CompletableFuture<Void> caller : callers) {
            caller.get(20, TimeUnit.SECONDS);
        }
        assertThat(requester.counters().answered()).isEqualTo(10_000);
    }

    /** {@return a future and two callers whose requests the router has} */
    private static List<CompletableFuture<ZmqMessage>> inFlight(ZmqRequester asking, RouterSocket router) {
        List<CompletableFuture<ZmqMessage>> inFlight = new ArrayList<>();
        inFlight.add(Calls.start(() -> asking.request(new byte[] {1}, PATIENT)).result());
        receive(router);
        inFlight.add(asking.requestAsync(new byte[] {2}, PATIENT));
        receive(router);
        inFlight.add(Calls.start(() -> asking.request(new byte[] {3}, PATIENT)).result());
        receive(router);
        return inFlight;
    }

    private RouterSocket connectedRouter() {
        RouterSocket router = context.router();
        requester.connect(router.bind("tcp://127.0.0.1:*"));
        return router;
    }

    private static void assertFails(CompletableFuture<?> future, Class<? extends Throwable> with) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(with);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ZmqMessage receive(RouterSocket router) {
        ZmqMessage request = router.receiveMessage(PATIENCE);
        assertThat(request).as("a request").isNotNull();
        return request;
    }
}
