package io.zmqspring.core.chaos;

import io.zmqspring.core.option.SocketOptions;
import java.time.Duration;
import java.util.Objects;

/**
 * What an {@link Episode} will do, all of it decided before it begins.
 *
 * @param transport {@code tcp}, {@code ipc} or {@code inproc}
 * @param pair PAIR sockets, else PUSH and PULL
 * @param senderBinds else the receiver does
 * @param ownContext contexts of its own, else that of an arena
 * @param ioThreads of an own context
 * @param senders threads that send
 * @param receivers threads that receive
 * @param messages of each sender
 * @param payload longest payload in bytes
 * @param ending how it ends
 * @param senderOptions of the sending socket
 * @param receiverOptions of the receiving socket
 * @param name how the connecting side names the host
 * @param rebinds whether the binding side unbinds and binds again
 * @param reconnects whether the connecting side disconnects and connects again
 * @param interrupts whether threads are interrupted
 * @param throwing whether handlers throw
 * @param slow whether receivers pause
 * @param interruptedClose whether sockets are closed on interrupted threads
 * @param closeAfterMs after which time it ends if it was not to be completed
 */
record EpisodePlan(
        String transport,
        boolean pair,
        boolean senderBinds,
        boolean ownContext,
        int ioThreads,
        int senders,
        int receivers,
        int messages,
        int payload,
        Ending ending,
        SocketOptions senderOptions,
        SocketOptions receiverOptions,
        Name name,
        boolean rebinds,
        boolean reconnects,
        boolean interrupts,
        boolean throwing,
        boolean slow,
        boolean interruptedClose,
        int closeAfterMs) {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** How an episode ends. */
    enum Ending {
        /** All is sent, all is received, then both close. */
        DRAIN,
        /** The sender closes with a long linger while the receiver goes on. */
        LINGER,
        /** The sender closes with little or no linger. */
        SHORT_LINGER,
        /** The receiver closes first. */
        RECEIVER_FIRST,
        /** Both at once. */
        BOTH,
        /** The contexts are closed. */
        CONTEXT,
        /** The receiver is closed by its handler. */
        SOCKET_IN_HANDLER,
        /** The receiver's context is closed by a handler. */
        CONTEXT_IN_HANDLER
    }

    /** How the connecting side names the host. */
    enum Name {
        /** By number. */
        NONE,
        /** By a name that resolves after a while. */
        SLOW,
        /** By number, and a second endpoint by a name that never resolves. */
        BESIDE_AN_UNKNOWN
    }

    static EpisodePlan draw(Dice dice, Faults faults) {
        Ending ending = ending(dice, faults);
        String transport = dice.of("tcp", "tcp", "ipc", "inproc");
        boolean pair = dice.chance(0.3);
        Name name = transport.equals("tcp") && faults.draw(dice, 0.1, Fault.SLOW_NAMES)
                ? pair || dice.chance(0.5) ? Name.SLOW : Name.BESIDE_AN_UNKNOWN
                : Name.NONE;
        Duration linger = switch (ending) {
            case DRAIN, LINGER ->
                name == Name.BESIDE_AN_UNKNOWN || ending == Ending.DRAIN && dice.chance(0.3)
                        ? dice.millis(1, 500)
                        : LONG;
            default -> dice.chance(0.3) ? Duration.ZERO : dice.millis(1, 500);
        };
        boolean rebinds = faults.draw(dice, 0.1, Fault.REBIND);
        boolean reconnects = faults.draw(dice, 0.1, Fault.RECONNECT);
        if ((rebinds || reconnects) && (ending == Ending.DRAIN || ending == Ending.LINGER)) {
            linger = LONG;
        }
        int mark = dice.of(1, 2, 10, 100, 1_000, 1_000);
        Duration heartbeat = dice.chance(0.3) ? Duration.ofMillis(200) : Duration.ZERO;
        boolean large = dice.chance(0.1);
        boolean own = ending == Ending.CONTEXT || ending == Ending.CONTEXT_IN_HANDLER || dice.chance(0.3);
        return new EpisodePlan(
                transport,
                pair,
                dice.chance(0.5),
                own,
                dice.between(1, 2),
                dice.between(1, 3),
                dice.between(1, 2),
                large ? dice.between(1, 30) : dice.between(1, 2_000),
                large ? dice.between(1_000, 400_000) : dice.between(0, 500),
                ending,
                options(dice, mark, linger, heartbeat),
                options(dice, dice.of(1, 2, 10, 100, 1_000), linger, heartbeat),
                name,
                rebinds,
                reconnects,
                faults.draw(dice, 0.3, Fault.INTERRUPT),
                faults.draw(dice, 0.2, Fault.HANDLER_THROWS),
                faults.draw(dice, 0.2, Fault.SLOW_RECEIVER),
                faults.draw(dice, 0.1, Fault.INTERRUPTED_CLOSE),
                dice.between(0, 400));
    }

    private static Ending ending(Dice dice, Faults faults) {
        if (dice.chance(0.3)) {
            return Ending.DRAIN;
        }
        if (faults.draw(dice, 0.15, Fault.SHORT_LINGER)) {
            return Ending.SHORT_LINGER;
        }
        if (faults.draw(dice, 0.35, Fault.EARLY_CLOSE)) {
            return dice.of(Ending.RECEIVER_FIRST, Ending.BOTH, Ending.CONTEXT);
        }
        if (faults.draw(dice, 0.15, Fault.CLOSE_IN_HANDLER)) {
            return Ending.SOCKET_IN_HANDLER;
        }
        if (faults.draw(dice, 0.2, Fault.CONTEXT_IN_HANDLER)) {
            return Ending.CONTEXT_IN_HANDLER;
        }
        return Ending.LINGER;
    }

    private static SocketOptions options(Dice dice, int mark, Duration linger, Duration heartbeat) {
        return SocketOptions.builder()
                .sendHwm(mark)
                .receiveHwm(mark)
                .sendHwmBytes(2 << 20)
                .receiveHwmBytes(2 << 20)
                .maxMessageSize(Arena.MAX_MESSAGE_SIZE)
                .linger(linger)
                .heartbeatInterval(heartbeat)
                .heartbeatTimeout(LONG)
                .reconnectInterval(Duration.ofMillis(dice.between(1, 50)))
                .reconnectIntervalMax(Duration.ofMillis(200))
                .receiveTimeout(Duration.ofSeconds(1))
                .sendTimeout(Duration.ofSeconds(1))
                .build();
    }

    Duration linger() {
        return Objects.requireNonNull(senderOptions.linger());
    }

    /** {@return whether every message must arrive, and none be dropped} */
    boolean deliversAll() {
        boolean complete = ending == Ending.DRAIN || ending == Ending.LINGER && !pair;
        // What a peer left unsent when the sender unbound has nobody to go to once the sender is closed.
        boolean mayBeLeft = ending == Ending.LINGER && rebinds && senderBinds;
        return complete
                && name != Name.BESIDE_AN_UNKNOWN
                && !mayBeLeft
                && !receiverChanges()
                && !(pair && (rebinds || reconnects));
    }

    /** {@return whether every message must be received or counted as dropped} */
    boolean accountsForAll() {
        boolean complete = ending == Ending.DRAIN || ending == Ending.LINGER && !pair;
        // A slow receiver answers a PING that lies before the rest of the stream; a sender whose linger is over is gone
        // by
        // then, and its operating system throws the rest away.
        boolean mayBeReset = transport.equals("tcp")
                && linger().compareTo(LONG) < 0
                && !senderOptions.heartbeatInterval().isZero();
        return transport.equals("inproc")
                || complete && !receiverChanges() && !mayBeReset && !(pair && (rebinds || reconnects));
    }

    private boolean receiverChanges() {
        return senderBinds ? reconnects : rebinds;
    }

    @Override
    public String toString() {
        return (pair ? "PAIR" : "PUSH/PULL") + " over " + transport + ", " + (senderBinds ? "sender" : "receiver")
                + " binds, " + (ownContext ? "own context, I/O threads " + ioThreads : "the arena's context") + ", "
                + senders + " to " + receivers + " threads, " + messages + " messages each, payload " + payload
                + ", marks " + senderOptions.sendHwm() + '/' + receiverOptions.receiveHwm() + ", linger " + linger()
                + ", ending " + ending + (name == Name.NONE ? "" : ", name " + name)
                + (rebinds ? ", rebinds" : "") + (reconnects ? ", reconnects" : "")
                + (interrupts ? ", interrupts" : "") + (throwing ? ", handlers throw" : "")
                + (slow ? ", slow receiver" : "") + (interruptedClose ? ", interrupted close" : "")
                + (senderOptions.heartbeatInterval().isZero() ? "" : ", heartbeats");
    }
}
