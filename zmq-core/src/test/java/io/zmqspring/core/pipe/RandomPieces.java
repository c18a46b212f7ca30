package io.zmqspring.core.pipe;

import java.util.Random;
import java.util.function.IntSupplier;

/** Sizes of pieces, mostly small, the same ones in every run. */
final class RandomPieces implements IntSupplier {

    private final Random random = new Random(11);

    @Override
    public int getAsInt() {
        return random.nextInt(8) == 0 ? 1 + random.nextInt(100_000) : 1 + random.nextInt(2_000);
    }
}
