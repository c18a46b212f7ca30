package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequest;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.core.error.ZmqRequestRefusedException;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.RequesterOptions.WhenFull;
import io.zmqspring.core.support.Calls;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A requester and those that reply: correlation, many in flight, where futures are completed, bounds. */
@Timeout(60)
class RequesterSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RequestOptions PATIENT = RequestOptions.of(PATIENCE);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://shuffled"})
    void shouldBringEachReplyBackToItsRequestInWhateverOrderTheyCome(String where) throws Exception {
        int count = 2000;
        List<ZmqRequest> held = Collections.synchronizedList(new ArrayList<>());
        ZmqResponder responder = context.responder(held::add);
        ZmqRequester requester = context.requester();
        requester.connect(responder.bind(where));

        List<CompletableFuture<ZmqMessage>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(requester.requestAsync(ZmqMessage.of(number(i), new byte[0], number(-i)), PATIENT));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> held.size() == count);
        assertThat(requester.counters().inFlight()).isEqualTo(count);
        Collections.shuffle(held, new Random(7));
        for (ZmqRequest request : held) {
            assertThat(request.reply(ZmqMessage.of(
                            request.message().frame(2), request.message().frame(0))))
                    .isTrue();
        }

        for (int i = 0; i < count; i++) {
            assertThat(get(replies.get(i))).isEqualTo(ZmqMessage.of(number(-i), number(i)));
        }
        assertThat(requester.counters().answered()).isEqualTo(count);
        assertThat(requester.counters().inFlight()).isZero();
        assertThat(responder.counters().answered()).isEqualTo(count);
        assertThat(responder.counters().open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*", "inproc://waiting"})
    void shouldReturnTheReplyToACallThatWaits(String where) {
        ZmqResponder responder = context.responder(request -> request.reply(request.message()));
        ZmqRequester requester = context.requester();
        requester.connect(responder.bind(where));

        for (int size : new int[] {0, 1, 255, 256, 8192, 65_536, 1 << 20}) {
            byte[] body = new byte[size];
            new Random(size).nextBytes(body);
            assertThat(requester.request(body, PATIENT)).isEqualTo(ZmqMessage.of(body));
            assertThat(requester.request(ZmqMessage.of(body, new byte[0], body), PATIENT))
                    .isEqualTo(ZmqMessage.of(body, new byte[0], body));
        }
    }

    @Test
    void shouldServeManyThreadsThatWaitBesideFutures() throws Exception {
        ZmqResponder responder = context.responder(request -> request.reply(request.message()));
        ZmqRequester requester = context.requester();
        requester.connect(responder.bind("tcp://127.0.0.1:*"));
        List<Calls.Running<Void>> callers = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
            int caller = t;
            callers.add(Calls.start(() -> {
                for (int i = 0; i < 300; i++) {
                    byte[] body = number(caller << 16 | i);
                    ZmqMessage reply = caller % 4 == 0
                            ? get(requester.requestAsync(body, PATIENT))
                            : requester.request(body, PATIENT);
                    assertThat(reply.frame(0)).isEqualTo(body);
                }
            }));
        }
        for (Calls.Running<Void> caller : callers) {
            caller.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(requester.counters().answered()).isEqualTo(16 * 300);
        assertThat(requester.counters().late()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://rep"})
    void shouldTalkToARepSocket(String where) throws Exception {
        RepSocket rep = context.rep();
        ZmqRequester requester = context.requester();
        requester.connect(rep.bind(where));
        List<CompletableFuture<ZmqMessage>> replies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replies.add(requester.requestAsync(number(i), PATIENT));
        }
        for (int i = 0; i < 100; i++) {
            byte[] request = rep.receive(PATIENCE);
            assertThat(request).isEqualTo(number(i));
            rep.send(ZmqMessage.of(request, number(1)));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(get(replies.get(i))).isEqualTo(ZmqMessage.of(number(i), number(1)));
        }
        assertThat(rep.counters().dropped()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://later"})
    void shouldHoldRequestsUntilAPeerComes(String where) throws Exception {
        ZmqRequester requester = context.requester();
        CompletableFuture<ZmqMessage> first = requester.requestAsync(number(1), PATIENT);
        Calls.Running<ZmqMessage> second = Calls.start(() -> requester.request(number(2), PATIENT));
        Awaitility.await().atMost(PATIENCE).until(() -> requester.counters().waiting() == 2);
        assertThat(requester.counters().sent()).isZero();

        ZmqResponder responder = context.responder(request -> request.reply(request.message()));
        requester.connect(responder.bind(where));

        assertThat(get(first).frame(0)).isEqualTo(number(1));
        assertThat(get(second.result()).frame(0)).isEqualTo(number(2));
    }

    @Test
    void shouldShareRequestsOutInTurn() throws Exception {
        ZmqRequester requester = context.requester();
        List<ZmqResponder> responders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ZmqResponder responder = context.responder(request -> request.reply(request.message()));
            requester.connect(responder.bind("tcp://127.0.0.1:*"));
            responders.add(responder);
        }
        assertThat(requester.awaitPeers(4, PATIENCE)).isTrue();
        List<CompletableFuture<ZmqMessage>> replies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replies.add(requester.requestAsync(number(i), PATIENT));
        }
        for (CompletableFuture<ZmqMessage> reply : replies) {
            get(reply);
        }
        assertThat(responders)
                .allSatisfy(
                        responder -> assertThat(responder.counters().requests()).isEqualTo(25));
    }

    @Test
    void shouldCompleteFuturesOnThreadsOfTheContext() throws Exception {
        ConcurrentLinkedQueue<ZmqRequest> held = new ConcurrentLinkedQueue<>();
        ZmqResponder responder = context.responder(held::add);
        ZmqRequester requester = context.requester();
        requester.connect(responder.bind("tcp://127.0.0.1:*"));
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> thread = requester
                .requestAsync(number(1), PATIENT)
                .thenApply(reply -> {
                    assertThat(awaitLatch(release)).isTrue();
                    return Thread.currentThread().getName();
                });
        reply(held);
        Awaitility.await().atMost(PATIENCE).until(() -> requester.counters().answered() == 1);

        // A callback that does not return holds up no caller that waits.
        for (int i = 0; i < 10; i++) {
            int request = i;
            Calls.Running<ZmqMessage> first = Calls.start(() -> requester.request(number(request), PATIENT));
            Calls.Running<ZmqMessage> second = Calls.start(() -> requester.request(number(request), PATIENT));
            reply(held);
            reply(held);
            assertThat(get(first.result()).frame(0)).isEqualTo(number(i));
            assertThat(get(second.result()).frame(0)).isEqualTo(number(i));
        }
        release.countDown();
        assertThat(thread.get(20, TimeUnit.SECONDS)).startsWith("zmq-requests-");
    }

    @Test
    void shouldCompleteFuturesOnTheExecutor() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8, task -> new Thread(task, "mine"));
        try {
            ZmqResponder responder = context.responder(request -> request.reply(request.message()));
            ZmqRequester requester = context.requester(
                    RequesterOptions.builder().executor(executor).build());
            List<CompletableFuture<byte[]>> nested = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                // Each waits for a further request, which on a single thread could not be.
                nested.add(requester.requestAsync(number(i), PATIENT).thenApply(reply -> {
                    assertThat(Thread.currentThread().getName()).isEqualTo("mine");
                    return requester.request(reply, PATIENT).frame(0);
                }));
            }
            // Behind the calls above: what is added to a complete future runs at once, on the thread that adds it.
            requester.connect(responder.bind("tcp://127.0.0.1:*"));
            for (int i = 0; i < 8; i++) {
                assertThat(nested.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(number(i));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldLetACallbackAskAgain() throws Exception {
        ZmqResponder responder = context.responder(request -> request.reply(request.message()));
        ZmqRequester requester =
                context.requester(RequesterOptions.builder().maxInFlight(2).build());
        requester.connect(responder.bind("tcp://127.0.0.1:*"));
        CompletableFuture<byte[]> end = requester
                .requestAsync(number(1), PATIENT)
                .thenCompose(reply -> requester.requestAsync(reply, PATIENT))
                .thenApply(reply -> requester.request(reply, PATIENT))
                .thenCompose(reply -> requester.requestAsync(reply, PATIENT))
                .thenApply(reply -> reply.frame(0));
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(number(1));
    }

    @Test
    void shouldRefuseRequestsBeyondTheBound() {
        ZmqRequester requester = context.requester(RequesterOptions.builder()
                .maxInFlight(3)
                .whenFull(WhenFull.REFUSE)
                .build());
        Set<CompletableFuture<ZmqMessage>> inFlight = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 3; i++) {
            inFlight.add(requester.requestAsync(number(i), PATIENT));
        }
        assertThatExceptionOfType(ZmqRequestRefusedException.class)
                .isThrownBy(() -> requester.request(number(4), PATIENT))
                .withMessageContaining("maxInFlight=3")
                .satisfies(refused -> assertThat(refused.mayHaveBeenHandled()).isFalse());
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> requester.requestAsync(number(4), PATIENT).get(0, TimeUnit.SECONDS))
                .withCauseInstanceOf(ZmqRequestRefusedException.class);
        assertThat(requester.counters().refused()).isEqualTo(2);
        inFlight.iterator().next().cancel(true);
        assertThat(requester.requestAsync(number(5), PATIENT)).isNotDone();
    }

    @Test
    void shouldWaitForRoomAtTheBound() throws Exception {
        ConcurrentLinkedQueue<ZmqRequest> held = new ConcurrentLinkedQueue<>();
        ZmqResponder responder = context.responder(held::add);
        ZmqRequester requester =
                context.requester(RequesterOptions.builder().maxInFlight(1).build());
        requester.connect(responder.bind("tcp://127.0.0.1:*"));
        CompletableFuture<ZmqMessage> first = requester.requestAsync(number(1), PATIENT);
        Calls.Running<ZmqMessage> second = Calls.start(() -> requester.request(number(2), PATIENT));
        second.awaitWaiting();
        assertThatExceptionOfType(ZmqRequestRefusedException.class)
                .isThrownBy(() -> requester.request(number(3), RequestOptions.of(Duration.ofMillis(20))))
                .withMessageContaining("none was over in time");

        Awaitility.await().atMost(PATIENCE).until(() -> !held.isEmpty());
        assertThat(held).hasSize(1);
        held.remove().reply(number(10));
        assertThat(get(first).frame(0)).isEqualTo(number(10));
        Awaitility.await().atMost(PATIENCE).until(() -> !held.isEmpty());
        held.remove().reply(number(20));
        assertThat(get(second.result()).frame(0)).isEqualTo(number(20));
    }

    @Test
    void shouldForgetARequestThatIsCancelledOrTimedOutByItsCaller() {
        ConcurrentLinkedQueue<ZmqRequest> held = new ConcurrentLinkedQueue<>();
        ZmqResponder responder = context.responder(held::add);
        ZmqRequester requester = context.requester();
        requester.connect(responder.bind("tcp://127.0.0.1:*"));
        CompletableFuture<ZmqMessage> cancelled = requester.requestAsync(number(1), PATIENT);
        CompletableFuture<ZmqMessage> completed = requester.requestAsync(number(2), PATIENT);
        CompletableFuture<ZmqMessage> timedOut = requester.requestAsync(number(3), PATIENT);
        Awaitility.await().atMost(PATIENCE).until(() -> held.size() == 3);

        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(completed.complete(ZmqMessage.ofStrings("mine"))).isTrue();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> timedOut.orTimeout(1, TimeUnit.MILLISECONDS).get())
                .withCauseInstanceOf(TimeoutException.class);
        Awaitility.await().atMost(PATIENCE).until(() -> requester.counters().inFlight() == 0);
        assertThat(requester.counters().cancelled()).isEqualTo(3);

        held.forEach(request -> request.reply(number(0)));
        // Replies that nobody waits for are taken with the next that somebody does.
        requester.requestAsync(number(4), PATIENT);
        Awaitility.await().atMost(PATIENCE).until(() -> requester.counters().late() == 3);
        assertThat(completed).isCompletedWithValue(ZmqMessage.ofStrings("mine"));
    }

    @Test
    void shouldSayWhyNothingWasSentInTime() {
        ZmqRequester requester = context.requester();
        assertThatExceptionOfType(ZmqRequestTimeoutException.class)
                .isThrownBy(() -> requester.request(number(1), RequestOptions.of(Duration.ofMillis(30))))
                .withMessageContaining("PT0.03S")
                .withMessageContaining("no peer is connected")
                .satisfies(timeout -> assertThat(timeout.mayHaveBeenHandled()).isFalse());
        CompletableFuture<ZmqMessage> future =
                requester.requestAsync(number(1), RequestOptions.of(Duration.ofMillis(30)));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(ZmqRequestTimeoutException.class);
        assertThat(requester.counters().timedOut()).isEqualTo(2);
        assertThat(requester.counters().inFlight()).isZero();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static ZmqMessage get(CompletableFuture<ZmqMessage> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void reply(ConcurrentLinkedQueue<ZmqRequest> held) {
        Awaitility.await().atMost(PATIENCE).until(() -> !held.isEmpty());
        ZmqRequest request = held.remove();
        request.reply(request.message());
    }

    private static boolean awaitLatch(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
