package io.zmqspring.core.pipe;

/**
 * Bounds of the walk of a {@link ChannelToQueue} over what it has read: messages, and commands of one turn of the loop.
 * The loop's owner.
 */
public final class WalkBounds {

    /** From this high-water mark on a batch that was read may go beyond it. */
    static final int BATCHED_MARK = 1000;

    private final int commandsPerTurn;
    private int commandsLeft;
    private boolean holding;
    private boolean lifted;

    /**
     * @param commandsPerTurn so many are taken in one turn; what follows waits for the next turn, so that other
     *     connections come first
     */
    WalkBounds(int commandsPerTurn) {
        this.commandsPerTurn = commandsPerTurn;
        this.commandsLeft = commandsPerTurn;
    }

    /** A turn of the loop begins. */
    public void beginTurn() {
        commandsLeft = commandsPerTurn;
    }

    /** {@return whether this turn of the loop has brought as many commands as one may} */
    public boolean isOutOfCommands() {
        return commandsLeft <= 0;
    }

    /** @param hold whether messages are held back as if there were no room for any */
    public void hold(boolean hold) {
        holding = hold;
    }

    /** From now on nothing is held back, neither for the high-water mark nor for lack of memory. */
    void lift() {
        lifted = true;
        holding = false;
    }

    boolean areLifted() {
        return lifted;
    }

    void countCommand() {
        commandsLeft--;
    }

    /**
     * Computes how many messages may be published.
     *
     * @param queue takes them
     * @param written messages published so far, since the queue was made
     * @return most messages, counted alike; {@link Long#MAX_VALUE} for no limit
     */
    long messageLimit(FrameQueue queue, long written) {
        if (holding) {
            return written;
        }
        long mark = queue.highWaterMark();
        return mark >= BATCHED_MARK || lifted ? Long.MAX_VALUE : queue.consumed.messages() + mark;
    }

    /**
     * Looks whether the walk goes on.
     *
     * @param written messages published so far, since the queue was made
     * @param limit of {@link #messageLimit}
     * @return whether it may take the next frame, whatever that is
     */
    boolean mayGoOn(long written, long limit) {
        return written < limit && commandsLeft > 0 || lifted;
    }
}
