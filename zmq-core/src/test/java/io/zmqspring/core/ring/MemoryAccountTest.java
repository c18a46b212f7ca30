package io.zmqspring.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryAccountTest {

    private static final long LIMIT = 8L << 20;
    private static final long LARGE = 1 << 20;

    private final MemoryAccount account = new MemoryAccount(LIMIT);
    private final List<String> calls = new ArrayList<>();

    @Test
    void shouldRefuseWhatWouldPassTheLimitAndClaimNothing() {
        assertThat(account.tryClaim(6 * LARGE)).isTrue();

        assertThat(account.tryClaim(2 * LARGE)).isFalse();

        assertThat(account.used()).isEqualTo(6 * LARGE);
        assertThat(account.hasRoom(LARGE)).isTrue();
    }

    @Test
    void shouldLeaveAnEighthToSmallClaims() {
        assertThat(account.tryClaim(7 * LARGE)).isTrue();

        assertThat(account.tryClaim(65_537)).isFalse();
        for (int i = 0; i < 16; i++) {
            assertThat(account.tryClaim(65_536)).as("small claim %d", i).isTrue();
        }
        assertThat(account.tryClaim(1)).isFalse();
        assertThat(account.used()).isEqualTo(LIMIT);
    }

    @Test
    void shouldCallThoseThatWaitInTheirOrderAsFarAsThereIsRoom() {
        account.claim(7 * LARGE);
        account.await(2 * LARGE, () -> calls.add("two"));
        account.await(4 * LARGE, () -> calls.add("four"));
        account.await(LARGE, () -> calls.add("one"));
        assertThat(calls).isEmpty();

        account.release(3 * LARGE);
        assertThat(calls).containsExactly("two", "one");

        account.release(LARGE);
        assertThat(calls).containsExactly("two", "one", "four");
    }

    @Test
    void shouldCallThoseThatHaveWaitedLongestFirst() {
        List<Integer> called = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        account.claim(LIMIT);
        for (int i = 0; i < 50; i++) {
            int number = i;
            all.add(number);
            account.await(LARGE / 64, () -> called.add(number));
        }
        for (int i = 0; i < 25; i++) {
            account.release(LARGE / 64);
        }
        assertThat(called).as("memory for one at a time, still in use").isEqualTo(all.subList(0, called.size()));

        account.release(LIMIT - 25 * LARGE / 64);
        assertThat(called).isEqualTo(all);
    }

    @Test
    void shouldCallAtOnceWhenThereIsRoomAndNeverWhenWithdrawn() {
        Runnable withdrawn = () -> calls.add("withdrawn");
        account.await(LARGE, () -> calls.add("now"));
        assertThat(calls).containsExactly("now");
        account.claim(LIMIT);
        account.await(LARGE, withdrawn);
        account.withdraw(withdrawn);

        account.release(LIMIT);
        assertThat(calls).containsExactly("now");
    }

    @Test
    void shouldGiveUpTheLargestUnfinishedMessageOnlyWhenSuchHaveAnEighth() {
        Unfinished small = new Unfinished("small", LARGE / 4);
        Unfinished large = new Unfinished("large", LARGE / 2);
        account.join(small);
        account.join(large);
        account.claim(7 * LARGE);

        account.await(LARGE, () -> calls.add("room"));
        assertThat(calls).as("0.75 of 8 MiB").isEmpty();

        large.bytes = LARGE;
        account.await(LARGE, () -> calls.add("room"));
        account.await(LARGE, () -> calls.add("room"));
        assertThat(calls).as("one at a time").containsExactly("large");

        account.leave(large);
        account.await(LARGE, () -> calls.add("room"));
        assertThat(calls).as("a quarter of a MiB is left").containsExactly("large");
    }

    @Test
    void shouldGiveTheLargestUpWhenNothingComesBackForSomeLooks() {
        MemoryAccount shared = usedUpAndLookedAt();
        shared.join(new Unfinished("large", 2 * LARGE));
        waitAgainAndAgain(shared);

        lookTimes(UnfinishedMessages.LOOKS_AT_STANDSTILL - 1, () -> shared.lookAgain(false));
        assertThat(calls).isEmpty();

        shared.lookAgain(false);
        assertThat(calls).containsExactly("large");
    }

    @Test
    void shouldGiveNothingUpWhileMemoryComesBackAndMessagesBecomeComplete() {
        MemoryAccount shared = usedUpAndLookedAt();
        Unfinished first = new Unfinished("first", 3 * LARGE);
        Unfinished second = new Unfinished("second", 2 * LARGE);
        shared.join(first);
        shared.join(second);
        waitAgainAndAgain(shared);

        lookTimes(1000, () -> {
            shared.release(1);
            shared.claim(1);
            first.bytes = first.bytes > LARGE ? first.bytes - 1 : 3 * LARGE;
            shared.lookAgain(false);
        });
        assertThat(calls).isEmpty();
    }

    @Test
    void shouldGiveNothingUpWhileTheCollectorHasNotBeenAskedForWhatWasLeftToIt() {
        MemoryAccount shared = usedUpAndLookedAt();
        shared.join(new Unfinished("large", 2 * LARGE));
        waitAgainAndAgain(shared);

        lookTimes(3 * UnfinishedMessages.LOOKS_AT_STANDSTILL, () -> shared.lookAgain(true));
        assertThat(calls).isEmpty();
    }

    @Test
    void shouldGiveUpTheMessageThatStaysTheLargestWhileOthersGoOn() {
        MemoryAccount shared = usedUpAndLookedAt();
        Unfinished endless = new Unfinished("endless", 2 * LARGE);
        shared.join(endless);
        shared.join(new Unfinished("smaller", LARGE));
        waitAgainAndAgain(shared);
        Runnable turn = () -> {
            shared.release(1);
            shared.claim(1);
            endless.bytes++;
            shared.lookAgain(false);
        };

        lookTimes(UnfinishedMessages.LOOKS_AT_ONE - 1, turn);
        assertThat(calls).isEmpty();

        turn.run();
        assertThat(calls).containsExactly("endless");
    }

    @Test
    void shouldGiveTheNextUpSoonWhenOnlyTheMemoryOfTheLastCameBack() {
        MemoryAccount shared = usedUpAndLookedAt();
        Unfinished large = new Unfinished("large", 3 * LARGE);
        shared.join(large);
        shared.join(new Unfinished("second", 2 * LARGE));
        waitAgainAndAgain(shared);
        lookTimes(UnfinishedMessages.LOOKS_AT_STANDSTILL, () -> shared.lookAgain(false));
        assertThat(calls).containsExactly("large");

        shared.leave(large);
        shared.release(1);
        shared.claim(1);
        shared.lookAgain(false);
        assertThat(calls).containsExactly("large");

        shared.lookAgain(false);
        assertThat(calls).containsExactly("large", "second");
    }

    @Test
    void shouldBeLookedAtOnceForAllThatWait() {
        AtomicInteger looks = new AtomicInteger();
        MemoryAccount shared = new MemoryAccount(LIMIT, () -> Long.MAX_VALUE, () -> looks.incrementAndGet() > 0);
        shared.claim(LIMIT);
        shared.await(LARGE, () -> shared.await(LARGE, () -> {}));
        shared.await(LARGE, () -> {});
        assertThat(looks).hasValue(1);

        shared.lookAgain(false);
        assertThat(looks).hasValue(2);
    }

    @Test
    void shouldAskAgainWhenNobodyWouldLookLater() {
        AtomicInteger asked = new AtomicInteger();
        MemoryAccount shared = new MemoryAccount(LARGE, () -> Long.MAX_VALUE, () -> asked.incrementAndGet() > 1);
        shared.claim(LARGE);

        shared.await(LARGE, () -> calls.add("room"));
        assertThat(asked).hasValue(1);
        shared.await(LARGE, () -> calls.add("room"));
        assertThat(asked).as("the first answer was false").hasValue(2);
        shared.await(LARGE, () -> calls.add("room"));
        assertThat(asked).as("somebody will look").hasValue(2);
    }

    @Test
    void shouldCallAllThatWaitAndLookLaterAlsoWhenOneThrows() {
        AtomicInteger looks = new AtomicInteger();
        MemoryAccount shared = new MemoryAccount(4 * LARGE, () -> Long.MAX_VALUE, () -> looks.incrementAndGet() > 0);
        shared.claim(4 * LARGE);
        shared.await(1, () -> {
            throw new IllegalStateException("first");
        });
        shared.await(1, () -> calls.add("second"));
        waitAgainAndAgain(shared);
        assertThat(looks).hasValue(1);
        shared.claim(-2);

        assertThatIllegalStateException()
                .isThrownBy(() -> shared.lookAgain(false))
                .withMessage("first");

        assertThat(calls).containsExactly("second");
        assertThat(looks).as("the last still waits").hasValue(2);
    }

    private static MemoryAccount usedUpAndLookedAt() {
        MemoryAccount shared = new MemoryAccount(LIMIT, () -> Long.MAX_VALUE, () -> true);
        shared.claim(LIMIT);
        return shared;
    }

    private static void waitAgainAndAgain(MemoryAccount account) {
        account.await(LARGE, () -> waitAgainAndAgain(account));
    }

    private static void lookTimes(int count, Runnable look) {
        for (int i = 0; i < count; i++) {
            look.run();
        }
    }

    /** Holder that says when it is given up. */
    private final class Unfinished implements MemoryAccount.Holder {

        private final String name;
        private long bytes;

        Unfinished(String name, long bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public long unfinishedBytes() {
            return bytes;
        }

        @Override
        public void giveUp() {
            calls.add(name);
        }
    }
}
