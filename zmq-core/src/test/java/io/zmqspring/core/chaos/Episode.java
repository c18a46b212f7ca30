package io.zmqspring.core.chaos;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Two sockets from their making to their end: traffic, disturbances, closing at some moment, and the account. One
 * thread.
 */
final class Episode {

    private static final long COMPLETE_MS = 60_000;
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final World world;
    private final SlowNames names;
    private final EpisodePlan plan;
    private final Dice dice;
    private final ZmqContext context;
    private final ZmqSocket sender;
    private final ZmqSocket receiver;
    private final List<Traffic> traffic = new ArrayList<>();
    private final AtomicBoolean closedInHandler = new AtomicBoolean();
    private final AtomicInteger framesSeen = new AtomicInteger();
    private final String host;
    private String bound = "";
    private String connected = "";

    private Episode(World world, SlowNames names, ZmqContext shared, Dice dice, EpisodePlan plan) {
        this.world = world;
        this.names = names;
        this.dice = dice;
        this.plan = plan;
        this.context = plan.ownContext()
                ? ZmqContext.create(ContextOptions.builder()
                        .ioThreads(plan.ioThreads())
                        .threadNamePrefix("zmq-own")
                        .build())
                : shared;
        this.sender = context.socket(plan.pair() ? SocketType.PAIR : SocketType.PUSH, plan.senderOptions());
        this.receiver = context.socket(plan.pair() ? SocketType.PAIR : SocketType.PULL, plan.receiverOptions());
        this.host = "chaos-" + world.nextStream();
    }

    /**
     * Runs one.
     *
     * @param shared the context of an arena
     * @param dice decide everything
     */
    static void run(World world, SlowNames names, ZmqContext shared, Dice dice) throws Exception {
        EpisodePlan plan = EpisodePlan.draw(dice, world.faults());
        Episode episode = new Episode(world, names, shared, dice, plan);
        try {
            episode.run();
        } finally {
            episode.end();
        }
    }

    private void run() throws Exception {
        addTraffic(sender, receiver, inHandler());
        if (plan.pair()) {
            addTraffic(receiver, sender, null);
        }
        attach();
        traffic.forEach(Traffic::start);
        disturb();
        finish();
        settle();
    }

    private void addTraffic(ZmqSocket from, ZmqSocket to, Traffic.@Nullable InHandler inHandler) {
        traffic.add(new Traffic(world, plan, dice.split(), (MessageSender) from, (MessageReceiver) to, inHandler));
    }

    private void attach() {
        ZmqSocket binding = plan.senderBinds() ? sender : receiver;
        String endpoint = binding.bind(
                switch (plan.transport()) {
                    case "tcp" -> "tcp://127.0.0.1:*";
                    case "ipc" -> "ipc://" + world.home().resolve(host);
                    default -> "inproc://" + host;
                });
        bound = endpoint;
        String target = endpoint;
        if (plan.name() == EpisodePlan.Name.SLOW) {
            names.add(host);
            target = endpoint.replace("127.0.0.1", host);
        }
        connected = connecting().connect(target);
        if (plan.name() == EpisodePlan.Name.BESIDE_AN_UNKNOWN) {
            sender.connect("tcp://" + host + "-unknown:7");
        }
    }

    private ZmqSocket binding() {
        return plan.senderBinds() ? sender : receiver;
    }

    private ZmqSocket connecting() {
        return plan.senderBinds() ? receiver : sender;
    }

    private Traffic.@Nullable InHandler inHandler() {
        if (plan.ending() != EpisodePlan.Ending.SOCKET_IN_HANDLER
                && plan.ending() != EpisodePlan.Ending.CONTEXT_IN_HANDLER) {
            return null;
        }
        int after = dice.between(1, 100);
        return () -> {
            if (framesSeen.incrementAndGet() == after) {
                if (plan.ending() == EpisodePlan.Ending.SOCKET_IN_HANDLER) {
                    close("close() in a handler", receiver);
                } else {
                    close("context.close() in a handler", context);
                }
                closedInHandler.set(true);
            }
        };
    }

    private void disturb() throws Exception {
        boolean complete = plan.ending() == EpisodePlan.Ending.DRAIN || plan.ending() == EpisodePlan.Ending.LINGER;
        long end = System.nanoTime() + plan.closeAfterMs() * 1_000_000L;
        boolean rebinds = plan.rebinds();
        boolean reconnects = plan.reconnects();
        do {
            BoundedCalls.pause(dice.between(0, 30));
            if (plan.interrupts()) {
                dice.of(traffic).interruptOne();
            }
            if (rebinds && dice.chance(0.3)) {
                rebind();
                rebinds = dice.chance(0.5);
            }
            if (reconnects && dice.chance(0.3)) {
                reconnect();
                reconnects = dice.chance(0.5);
            }
        } while (System.nanoTime() - end < 0 && !closedInHandler.get());
        if (complete) {
            for (Traffic each : traffic) {
                if (!each.awaitSenders(COMPLETE_MS)) {
                    world.verdicts().violated("episode", "not all is sent: " + state());
                }
            }
        }
    }

    private void rebind() throws Exception {
        String endpoint = bound;
        change(
                binding(),
                "unbind()",
                plan.linger(),
                () -> binding().unbind(endpoint),
                "bind()",
                () -> binding().bind(endpoint));
    }

    private void reconnect() throws Exception {
        String endpoint = connected;
        change(
                connecting(),
                "disconnect()",
                Duration.ZERO,
                () -> connecting().disconnect(endpoint),
                "connect()",
                () -> connecting().connect(endpoint));
    }

    /** Takes an endpoint away and adds it again, unless a handler closes the socket meanwhile. */
    private void change(
            ZmqSocket socket, String kind, Duration bound, Runnable call, String reverseKind, Runnable reverse)
            throws Exception {
        try {
            world.calls().call(kind, bound, () -> {
                call.run();
                return true;
            });
            again(reverseKind, reverse);
        } catch (ZmqClosedException | ZmqEndpointException e) {
            if (!socket.isClosed()) {
                throw e;
            }
        }
    }

    /**
     * A port may be taken for a moment by a connection to itself, and a PAIR's place by the connection that lingers.
     */
    private void again(String kind, Runnable call) throws Exception {
        long start = System.nanoTime();
        while (true) {
            try {
                world.calls().call(kind, Duration.ZERO, () -> {
                    call.run();
                    return true;
                });
                return;
            } catch (ZmqEndpointException e) {
                long now = System.nanoTime();
                if (now - start - world.stalls().between(start, now)
                        > AGAIN.plus(plan.linger()).toNanos()) {
                    throw e;
                }
                BoundedCalls.pause(5);
            }
        }
    }

    private void finish() throws Exception {
        switch (plan.ending()) {
            case DRAIN -> {
                awaitArrival();
                close("close()", sender);
                awaitAccount();
                close("close()", receiver);
            }
            case LINGER -> {
                close("close()", sender);
                awaitAccount();
                close("close()", receiver);
            }
            case SHORT_LINGER -> {
                traffic.forEach(Traffic::stopSending);
                close("close()", sender);
                BoundedCalls.pause(dice.between(0, 50));
                close("close()", receiver);
            }
            case RECEIVER_FIRST -> {
                close("close()", receiver);
                BoundedCalls.pause(dice.between(0, 100));
                close("close()", sender);
            }
            case CONTEXT -> close("context.close()", context);
            default -> {
                if (plan.ending() != EpisodePlan.Ending.BOTH) {
                    world.await(5_000, closedInHandler::get);
                }
                Thread other = new Thread(
                        () -> close("close()", receiver), Thread.currentThread().getName() + "-closer");
                other.start();
                close("close()", sender);
                other.join();
            }
        }
        traffic.forEach(Traffic::join);
    }

    private void awaitArrival() {
        if (plan.deliversAll() && !world.await(COMPLETE_MS, () -> received() >= sent())) {
            world.verdicts().violated("episode", "not all has arrived: " + state());
        }
    }

    /** Waits until every message is received or counted, if that must be so. */
    private void awaitAccount() {
        if (plan.accountsForAll()) {
            world.await(COMPLETE_MS, () -> received() + dropped() >= sent());
        } else {
            BoundedCalls.pause(dice.between(0, 100));
        }
    }

    private void close(String kind, AutoCloseable what) {
        boolean interrupted = plan.interruptedClose() && dice.chance(0.5) && what != context;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            world.calls().call(kind + (interrupted ? ", interrupted" : ""), plan.linger(), () -> {
                what.close();
                return true;
            });
        } catch (Exception e) {
            world.verdicts().violated("unexpected exception", kind + ": " + e + " in " + plan);
        }
        if (interrupted && !Thread.interrupted()) {
            world.verdicts().violated("interrupt", kind + " cleared the flag");
        }
    }

    private long sent() {
        return traffic.stream().mapToLong(Traffic::sent).sum();
    }

    private long received() {
        return traffic.stream().mapToLong(Traffic::received).sum();
    }

    private long dropped() {
        return sender.counters().dropped() + receiver.counters().dropped();
    }

    private void settle() {
        long maxMs = plan.linger().toMillis() + 6_000;
        boolean settled = world.await(
                maxMs,
                () -> queued(sender.counters()) + queued(receiver.counters()) == 0
                        && (!plan.accountsForAll() || received() + dropped() >= sent()));
        SocketCounters out = sender.counters();
        SocketCounters in = receiver.counters();
        long lost = sent() - received() - dropped();
        boolean wrong = lost < 0
                || lost > 0 && plan.accountsForAll()
                || plan.deliversAll() && dropped() > 0
                || !settled && lost == 0;
        if (wrong) {
            world.verdicts().violated("account", "lost " + lost + ": " + state());
        }
        if (out.sent() + in.sent() != sent() || out.received() + in.received() != received()) {
            world.verdicts().violated("counter", state());
        }
        traffic.forEach(Traffic::check);
        world.account()
                .add(
                        "episodes ending " + plan.ending() + ", " + plan.transport()
                                + (plan.accountsForAll() ? "" : ", losses under way allowed"),
                        sent(),
                        received(),
                        out.dropped(),
                        in.dropped());
    }

    private static long queued(SocketCounters counters) {
        return counters.queuedToSend() + counters.queuedToReceive();
    }

    private String state() {
        return plan + ": callers sent " + sent() + ", received " + received() + "; sender " + sender.counters() + ' '
                + sender.endpoints() + "; receiver " + receiver.counters() + ' ' + receiver.endpoints();
    }

    private void end() {
        names.remove(host);
        traffic.forEach(Traffic::stopReceiving);
        Thread.interrupted();
        close("close()", sender);
        close("close()", receiver);
        Thread.interrupted();
        if (plan.ownContext()) {
            close("context.close()", context);
        }
        if (plan.pair() && !((PairSocket) sender).isClosed()) {
            world.verdicts().violated("close", "a closed PAIR says that it is open");
        }
    }
}
