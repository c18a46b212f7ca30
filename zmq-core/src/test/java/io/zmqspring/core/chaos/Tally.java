package io.zmqspring.core.chaos;

import java.util.BitSet;

/** Which messages of one stream have arrived. Any thread. */
final class Tally {

    private final int stream;
    private final boolean ordered;
    private final BitSet seen = new BitSet();
    private long received;
    private long next;
    private long duplicates;
    private long backwards;
    private long gaps;

    /**
     * Creates a tally.
     *
     * @param stream which
     * @param ordered whether one thread receives, so that the numbers must rise; else they are kept one by one
     */
    Tally(int stream, boolean ordered) {
        this.stream = stream;
        this.ordered = ordered;
    }

    synchronized void received(long number) {
        received++;
        if (!ordered) {
            if (seen.get((int) number)) {
                duplicates++;
            }
            seen.set((int) number);
            return;
        }
        if (number < next) {
            backwards++;
        } else {
            gaps += number - next;
            next = number + 1;
        }
    }

    synchronized long received() {
        return received;
    }

    /** {@return how many numbers were left out before the last one that came} */
    synchronized long gaps() {
        return gaps;
    }

    /** {@return messages that came twice, or behind a later one} */
    synchronized long repeated() {
        return duplicates + backwards;
    }

    @Override
    public synchronized String toString() {
        return "stream " + stream + ": received=" + received + ", gaps=" + gaps + ", repeated="
                + (duplicates + backwards);
    }
}
