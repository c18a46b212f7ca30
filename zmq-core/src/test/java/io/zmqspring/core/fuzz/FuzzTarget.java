package io.zmqspring.core.fuzz;

import java.util.Random;

/** A parser of what a peer sends, with what must hold of it for every input. */
enum FuzzTarget {

    /** Greetings of all versions, and the commands of the handshake. */
    GREETING(GreetingFuzz::run),
    /** Body of a command, and of those with a meaning. */
    COMMAND(CommandFuzz::command),
    /** Properties of a READY. */
    READY(CommandFuzz::properties),
    /** Frames of ZMTP 2.0 and 3 on their way into the queue. */
    FRAMES(FrameFuzz::run),
    /** Frames of ZMTP 1.0 on their way into the queue. */
    FRAMES_OF_1(FrameFuzz::runVersion1),
    /** Envelope of a request. */
    ENVELOPE(EnvelopeFuzz::run),
    /** Subscriptions, as commands and as messages. */
    SUBSCRIPTIONS(SubscriptionFuzz::run);

    private final Target target;

    FuzzTarget(Target target) {
        this.target = target;
    }

    /**
     * Runs the parser.
     *
     * @param input what a peer sends
     * @param random says in which pieces it comes
     * @return what came of it, the same for inputs of one kind; an input with another outcome is worth keeping
     * @throws AssertionError when something does not hold
     */
    String run(byte[] input, Random random) {
        return target.run(input, random);
    }

    /** {@return an error without the values in it} */
    static String kind(RuntimeException refused) {
        return String.valueOf(refused.getMessage())
                .replaceAll("\"[^\"]*\"", "\"\"")
                .replaceAll("\\([0-9a-f ]*\\)", "()")
                .replaceAll("0x[0-9a-f]+|[0-9]+", "#");
    }

    /** A parser and its checks. */
    @FunctionalInterface
    interface Target {

        /** As {@link FuzzTarget#run}. */
        String run(byte[] input, Random random);
    }
}
