package io.zmqspring.core.chaos;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Random decisions of one actor, all from the run's seed and the actor's name. One thread. */
public final class Dice {

    private final SplittableRandom random;

    /**
     * Creates the dice of one actor.
     *
     * @param seed of the run
     * @param actor tells actors apart
     */
    public Dice(long seed, String actor) {
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + actor.hashCode());
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** {@return dice for another thread} */
    public Dice split() {
        return new Dice(random.split());
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** {@return a number of the range, both ends included} */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    public Duration millis(int least, int most) {
        return Duration.ofMillis(between(least, most));
    }

    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
