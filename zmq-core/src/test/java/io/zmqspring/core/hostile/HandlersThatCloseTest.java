package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frame handlers close sockets whose handlers run: none of them waits for the other. */
@Timeout(60)
class HandlersThatCloseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketOptions UNLIMITED =
            SocketOptions.builder().linger(null).build();

    private static PullSocket withMessage(ZmqContext context, String name) {
        PullSocket pull = context.pull(UNLIMITED);
        PushSocket push = context.push();
        push.connect(pull.bind("inproc://" + name));
        push.send(new byte[1]);
        return pull;
    }

    /** Lets a handler of a socket do something once all handlers run. */
    private static Calls.Running<Void> handle(PullSocket pull, CyclicBarrier begun, Runnable action) {
        return Calls.start(() -> {
            pull.poll(
                    (frame, more) -> {
                        try {
                            begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        action.run();
                    },
                    1,
                    PATIENCE);
        });
    }

    @Test
    void shouldReturnWhenTwoHandlersCloseEachOthersSocket() {
        try (ZmqContext context = ZmqContext.create()) {
            PullSocket first = withMessage(context, "first");
            PullSocket second = withMessage(context, "second");
            CyclicBarrier begun = new CyclicBarrier(2);

            Calls.Running<Void> one = handle(first, begun, second::close);
            Calls.Running<Void> other = handle(second, begun, first::close);

            assertThat(one.result()).succeedsWithin(PATIENCE);
            assertThat(other.result()).succeedsWithin(PATIENCE);
            assertThat(first.isClosed() && second.isClosed()).isTrue();
        }
    }

    @Test
    void shouldReturnWhenHandlersCloseTheNextContextInARing() {
        ZmqContext[] contexts = {ZmqContext.create(), ZmqContext.create(), ZmqContext.create()};
        CyclicBarrier begun = new CyclicBarrier(contexts.length);
        Calls.Running<?>[] calls = new Calls.Running<?>[contexts.length];
        for (int i = 0; i < contexts.length; i++) {
            ZmqContext next = contexts[(i + 1) % contexts.length];
            calls[i] = handle(withMessage(contexts[i], "ring"), begun, next::close);
        }

        for (Calls.Running<?> call : calls) {
            assertThat(call.result()).succeedsWithin(PATIENCE);
        }
        for (ZmqContext context : contexts) {
            assertThat(context.isClosed()).isTrue();
        }
    }

    @Test
    void shouldWaitForASocketWhoseHandlerDoesNotRun() {
        try (ZmqContext context = ZmqContext.create()) {
            PullSocket pull = withMessage(context, "closing");
            PushSocket lingering = context.push(
                    SocketOptions.builder().linger(Duration.ofMillis(300)).build());
            lingering.connect("inproc://nobody");
            lingering.send(new byte[1]);

            Calls.Running<Void> call = handle(pull, new CyclicBarrier(1), lingering::close);

            assertThat(call.result()).succeedsWithin(PATIENCE);
            assertThat(lingering.counters().dropped()).isEqualTo(1);
        }
    }
}
