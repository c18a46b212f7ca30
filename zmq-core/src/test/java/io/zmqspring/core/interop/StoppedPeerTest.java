package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A libzmq peer that SIGSTOP holds up while we go on sending. */
class StoppedPeerTest {

    private static final int HIGH_WATER_MARK = 100;
    private static final int SIZE = 16 << 10;
    private static final Duration LONG_ENOUGH_TO_WRITE = Duration.ofSeconds(1);
    private static final SocketOptions OPTIONS =
            Conversation.OPTIONS.toBuilder().sendHwm(HIGH_WATER_MARK).build();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allLibzmq")
    void shouldBlockTheSenderAtTheHighWaterMarkAndLoseNothing(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.PUSH_TO_PULL, OPTIONS)) {
            LibzmqPeer peer = (LibzmqPeer) conversation.peer();
            peer.stop();
            int queued = sendUntilRefused(conversation);
            assertThat(conversation.socket().counters().queuedToSend())
                    .isBetween(HIGH_WATER_MARK / 2L, (long) HIGH_WATER_MARK);

            CompletableFuture<Boolean> blocked = CompletableFuture.supplyAsync(
                    () -> conversation.sender().send(Frames.number(queued, SIZE), Limits.WAIT));
            assertThat(conversation.sender().trySend(Frames.number(queued, SIZE)))
                    .isFalse();
            assertThat(blocked).isNotDone();
            peer.proceed();

            peer.expect(0, queued + 1);
            assertThat(blocked).succeedsWithin(Limits.WAIT).isEqualTo(true);
            conversation.exchangeNumbersFromUs(queued + 1, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#allLibzmq")
    void shouldKeepWhatAStoppedPeerDidNotTakeForTheNextWhenItIsKilled(Link link) {
        try (Conversation conversation = Conversation.begin(context, link, Flow.PUSH_TO_PULL, OPTIONS)) {
            ((LibzmqPeer) conversation.peer()).stop();
            int queued = sendUntilRefused(conversation);
            conversation.killPeer();
            int kept = (int) conversation.socket().counters().queuedToSend();
            assertThat(kept).isBetween(HIGH_WATER_MARK / 2, HIGH_WATER_MARK);

            conversation.replacePeer();

            conversation.peer().expect(queued - kept, kept);
            conversation.exchangeNumbersFromUs(queued, 1);
        }
    }

    /** {@return how many numbers were queued before none was any more; a blocked sender goes on at half the mark} */
    private static int sendUntilRefused(Conversation conversation) {
        int queued = 0;
        while (conversation.sender().send(Frames.number(queued, SIZE), LONG_ENOUGH_TO_WRITE)) {
            queued++;
        }
        return queued;
    }
}
