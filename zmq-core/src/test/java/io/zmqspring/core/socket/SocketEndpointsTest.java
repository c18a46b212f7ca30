package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.connection.SocketEndpoint;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketEndpointsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SocketEndpoints endpoints = new SocketEndpoints();
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Test
    void shouldStopTheOthersWhenOneFailsTo() {
        RuntimeException failure = new IllegalStateException("stop");
        endpoints.begin(new Recorded("a", failure), () -> {});
        endpoints.begin(new Recorded("b", null), () -> {});

        endpoints.stopAll(0, errors::add);

        assertThat(order).containsExactly("a stops", "b stops");
        assertThat(errors).containsExactly(failure);
    }

    @Test
    void shouldStopAnEndpointNoSoonerThanItIsStarted() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Calls.Running<Void> begin = Calls.start(() -> endpoints.begin(new Recorded("a", null), () -> {
            starting.countDown();
            awaitUninterrupted(goOn);
            order.add("a is started");
        }));
        starting.await();

        Calls.Running<Void> stop = Calls.start(() -> {
            endpoints.stopAll(0, errors::add);
            order.add("all are stopped");
        });
        stop.awaitWaiting();
        assertThat(order).isEmpty();
        goOn.countDown();

        assertThat(begin.result()).succeedsWithin(PATIENCE);
        assertThat(stop.result()).succeedsWithin(PATIENCE);
        assertThat(order).containsExactly("a is started", "a stops", "all are stopped");
    }

    @Test
    void shouldForgetAnEndpointThatFailsToStart() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> endpoints.begin(new Recorded("a", null), () -> {
                    throw new IllegalStateException("start");
                }));

        assertThat(endpoints.isEmpty()).isTrue();
        assertThat(order).containsExactly("a stops");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Notes when it is stopped, and maybe fails then. */
    private final class Recorded implements SocketEndpoint {

        private final String name;
        private final @Nullable RuntimeException failure;
        private final CountDownLatch ended = new CountDownLatch(1);

        Recorded(String name, @Nullable RuntimeException failure) {
            this.name = name;
            this.failure = failure;
        }

        @Override
        public String endpoint() {
            return name;
        }

        @Override
        public boolean isBound() {
            return true;
        }

        @Override
        public @Nullable EventLoop loop() {
            return null;
        }

        @Override
        public EndpointStatus status() {
            return new EndpointStatus(name, EndpointStatus.State.LISTENING, 0, null);
        }

        @Override
        public void addPeers(List<PeerStatus> peers) {}

        @Override
        public void stop(long lingerNs) {
            order.add(name + " stops");
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public CountDownLatch ended() {
            return ended;
        }
    }
}
