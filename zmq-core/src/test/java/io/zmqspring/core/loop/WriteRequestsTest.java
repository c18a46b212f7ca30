package io.zmqspring.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriteRequestsTest {

    private static final int PATIENCE_S = 60;

    private final WriteRequests requests = new WriteRequests();

    @Test
    void shouldTakeEachOnceHoweverOftenItIsAdded() {
        Counted first = new Counted();
        Counted second = new Counted();
        for (int i = 0; i < 3; i++) {
            requests.add(first);
            requests.add(second);
        }

        List<DeferredWriter> taken = new ArrayList<>();
        while (!requests.isEmpty()) {
            taken.add(requests.take());
        }
        assertThat(taken).containsExactlyInAnyOrder(first, second);
        assertThat(requests.take()).isNull();
    }

    @Test
    void shouldTakeAgainWhatIsAddedAgain() {
        Counted writer = new Counted();
        for (int i = 0; i < 3; i++) {
            assertThat(requests.isEmpty()).isTrue();
            requests.add(writer);
            assertThat(requests.isEmpty()).isFalse();
            assertThat(requests.take()).isSameAs(writer);
        }
    }

    @Test
    void shouldBeTakenAfterWhateverWasDoneBeforeItWasAdded() throws Exception {
        final int threads = 3;
        final int rounds = 200_000;
        List<Counted> all = new ArrayList<>();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Counted writer = new Counted();
            all.add(writer);
            running.add(CompletableFuture.runAsync(() -> {
                for (int done = 1; done <= rounds; done++) {
                    writer.done.set(done);
                    requests.add(writer);
                }
            }));
        }
        CompletableFuture<Void> ended = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        do {
            takeAll();
        } while (!ended.isDone());
        ended.get(PATIENCE_S, TimeUnit.SECONDS);
        takeAll();

        assertThat(all).allSatisfy(each -> assertThat(each.seen).isEqualTo(rounds));
    }

    private void takeAll() {
        for (DeferredWriter taken = requests.take(); taken != null; taken = requests.take()) {
            Counted counted = (Counted) taken;
            counted.seen = counted.done.get();
        }
    }

    private static final class Counted extends DeferredWriter {

        private final AtomicInteger done = new AtomicInteger();
        private int seen;

        @Override
        protected boolean look(boolean last) {
            return false;
        }
    }
}
