package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CollectionPaceTest {

    private static final long MS = 1_000_000;

    private final Queue<Runnable> asked = new ArrayDeque<>();
    private long now;
    private int collections;
    private long collectionNs = 10 * MS;
    private final CollectionPace pace = new CollectionPace(() -> now, () -> {
        collections++;
        now += collectionNs;
    });

    @Test
    void shouldNotAskForASecondCollectionWhileOneIsUnderWay() {
        pace.ask(asked::add);
        now += 10_000 * MS;
        pace.ask(asked::add);
        assertThat(asked).hasSize(1);
        assertThat(collections).isZero();
    }

    @Test
    void shouldCollectOnceASecondAtMost() {
        pace.ask(Runnable::run);
        now += 999 * MS;
        assertThat(pace.ask(Runnable::run)).isFalse();
        assertThat(collections).isEqualTo(1);
        now += MS;
        pace.ask(Runnable::run);
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void shouldPauseTwentyTimesAsLongAsACollectionTook() {
        collectionNs = 3_000 * MS;
        pace.ask(Runnable::run);
        now += 59_999 * MS;
        pace.ask(Runnable::run);
        assertThat(collections).isEqualTo(1);
        now += MS;
        pace.ask(Runnable::run);
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void shouldTryAgainAfterARefusal() {
        Executor closed = task -> {
            throw new RejectedExecutionException();
        };
        assertThat(pace.ask(closed)).isFalse();
        assertThat(pace.ask(Runnable::run)).isTrue();
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void shouldTakeACollectionForLostThatDoesNotEndWithinAMinute() {
        pace.ask(task -> {});
        now += 60_000 * MS;
        pace.ask(Runnable::run);
        assertThat(collections).isEqualTo(1);
    }
}
