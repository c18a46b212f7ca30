package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end listener of a proxy is called once, whatever ends the proxy. */
@Timeout(60)
class ProxyEndListenerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private record End(Optional<Throwable> failure, Thread thread, ZmqProxy.State state) {}

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket frontend = context.pull();
    private final PushSocket backend = context.push();
    private final List<End> ends = Collections.synchronizedList(new ArrayList<>());
    private ZmqProxy proxy = ZmqProxy.builder(frontend, backend)
            .onEnd(failure -> ends.add(new End(Optional.ofNullable(failure), Thread.currentThread(), state())))
            .build();

    private ZmqProxy.State state() {
        return proxy.state();
    }

    @AfterEach
    void close() {
        proxy.close();
        context.close();
    }

    private End onlyEnd() {
        Awaitility.await().atMost(PATIENCE).until(() -> !ends.isEmpty());
        proxy.terminate();
        proxy.close();
        assertThat(proxy.awaitEnd(PATIENCE)).isTrue();
        assertThat(ends).hasSize(1);
        End end = ends.get(0);
        assertThat(end.state()).isEqualTo(ZmqProxy.State.TERMINATED);
        assertThat(end.failure()).isEqualTo(proxy.failure());
        return end;
    }

    @Test
    void shouldBeCalledWithoutAReasonByItsThreadWhenItIsTerminated() {
        proxy.start();
        assertThat(ends).isEmpty();
        proxy.terminate();
        End end = onlyEnd();
        assertThat(end.failure()).isEmpty();
        assertThat(end.thread().getName()).isEqualTo("zmq-proxy");
    }

    @Test
    void shouldBeCalledByTheThreadThatClosesAProxyThatWasNotStarted() {
        proxy.close();
        assertThat(ends).hasSize(1);
        End end = onlyEnd();
        assertThat(end.failure()).isEmpty();
        assertThat(end.thread()).isSameAs(Thread.currentThread());
        proxy.start();
        proxy.close();
        assertThat(ends).hasSize(1);
    }

    @Test
    void shouldBeCalledWithTheReasonWhenASocketIsClosed() {
        proxy.start();
        frontend.close();
        assertThat(onlyEnd().failure()).containsInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldBeCalledWithTheReasonWhenASocketWasClosedBeforeItsStart() {
        frontend.close();
        proxy.start();
        assertThat(onlyEnd().failure()).containsInstanceOf(ZmqClosedException.class);
    }

    @Test
    void shouldBeCalledByTheInterruptedThreadThatRanIt() {
        Calls.Running<Void> running = Calls.start(proxy::run).awaitWaiting();
        running.thread().interrupt();
        End end = onlyEnd();
        assertThat(end.failure()).containsInstanceOf(ZmqInterruptedException.class);
        assertThat(end.thread()).isSameAs(running.thread());
        assertThat(running.result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqInterruptedException.class);
    }

    @Test
    void shouldBeAllowedToCloseTheProxyAndItsSocketsAndToThrow() {
        List<String> closed = Collections.synchronizedList(new ArrayList<>());
        proxy = ZmqProxy.builder(frontend, backend)
                .onEnd(failure -> {
                    proxy.close();
                    frontend.close();
                    backend.close();
                    closed.add("both");
                    throw new IllegalStateException("thrown by the listener");
                })
                .build();
        Calls.Running<Void> running = Calls.start(proxy::run);
        Awaitility.await().atMost(PATIENCE).until(() -> proxy.state() == ZmqProxy.State.RUNNING);
        proxy.terminate();
        assertThat(running.result()).succeedsWithin(PATIENCE);
        assertThat(closed).containsExactly("both");
    }
}
