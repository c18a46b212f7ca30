package io.zmqspring.core.connection;

import io.zmqspring.core.loop.ChannelHandler;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.Timer;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.ChannelPrelude;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Reasons;
import io.zmqspring.core.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tries the addresses of one name in turn until a channel is connected. When an address does not answer within
 * {@value #STAGGER_MS} ms the next is tried beside it (RFC 8305, section 5); the first that is connected wins and the
 * others are closed. The loop's owner.
 */
final class ConnectAttempts {

    static final String WITHOUT_MEMORY = "no memory to connect";

    private static final long STAGGER_MS = 250;
    private static final long STAGGER_NS = STAGGER_MS * 1_000_000;

    /** So many addresses may fail at once before other connections of the loop have their turn. */
    private static final int MAX_AT_ONCE = 64;

    private static final long BREAK_NS = 1_000_000;

    /** A reason names so many addresses at most. */
    private static final int MAX_REASONS = 16;

    private final EventLoop loop;
    private final Transport transport;
    private final Endpoint endpoint;
    private final SocketOptions options;
    private final Outcome outcome;
    private final ArrayDeque<SocketAddress> untried = new ArrayDeque<>();
    private final List<Attempt> pending = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int unnamedFailures;
    private boolean onlyRefusals = true;
    private boolean allRefused;
    private @Nullable Timer stagger;

    /** Takes the result of the attempts; called on the loop. */
    interface Outcome {

        /** @param channel connected and not registered for any operation; belongs to this object from now on */
        void onConnected(SocketChannel channel);

        /** @param reason why no address can be connected to, with all reasons when there was more than one address */
        void onExhausted(String reason);

        /** Neither of the others could be called, as for lack of memory. Allocates nothing. */
        void onAttemptFailed();
    }

    /** One address, being connected to. */
    private final class Attempt implements ChannelHandler {

        private final SocketAddress address;
        private final SocketChannel channel;
        private final @Nullable ChannelPrelude prelude;
        private @Nullable Timer deadline;
        private boolean refused;

        Attempt(SocketAddress address, SocketChannel channel) {
            this.address = address;
            this.channel = channel;
            this.prelude = transport.prelude(endpoint, options);
        }

        @Override
        public void onReady(SelectionKey key) {
            String failure = null;
            try {
                if (!channel.finishConnect()) {
                    return;
                }
                if (prelude != null && !prelude.advance(channel)) {
                    key.interestOps(prelude.interestOps());
                    return;
                }
                key.interestOps(0);
            } catch (IOException | RuntimeException | Error e) {
                failure = reasonOf(e);
                refused = isRefusal(e);
            }
            ended(this, failure);
        }

        @Override
        public void onLoopClosed() {
            ended(this, "the I/O thread has ended");
        }
    }

    ConnectAttempts(EventLoop loop, Transport transport, Endpoint endpoint, SocketOptions options, Outcome outcome) {
        this.loop = loop;
        this.transport = transport;
        this.endpoint = endpoint;
        this.options = options;
        this.outcome = outcome;
    }

    /** Begins with the first of these addresses; forgets those of an earlier call. */
    void start(List<SocketAddress> addresses) {
        cancel();
        untried.addAll(addresses);
        next();
    }

    /** {@return whether there are addresses not tried since {@link #start}} */
    boolean hasUntried() {
        return !untried.isEmpty();
    }

    /** Goes on with the next address, after a channel that was connected has turned out to be of no use. */
    void next() {
        for (int tried = 0; tried < MAX_AT_ONCE; tried++) {
            SocketAddress address = untried.poll();
            if (address == null) {
                if (pending.isEmpty()) {
                    outcome.onExhausted(takeReasons());
                }
                return;
            }
            if (begin(address)) {
                return;
            }
        }
        stagger = loop.schedule(BREAK_NS, this::nextLater);
    }

    private String takeReasons() {
        String reasons = failures.isEmpty() ? "no address" : String.join("; ", failures);
        if (unnamedFailures > 0) {
            reasons += "; and " + unnamedFailures + " more addresses failed";
        }
        allRefused = onlyRefusals && !failures.isEmpty();
        forgetFailures();
        return reasons;
    }

    /** {@return whether there was an address, and nobody listened at any, when they were exhausted last} */
    boolean wereAllRefused() {
        return allRefused;
    }

    private static String reasonOf(Throwable failure) {
        return failure instanceof OutOfMemoryError ? WITHOUT_MEMORY : Reasons.of(failure);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ConnectException
                && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
    }

    private void forgetFailures() {
        failures.clear();
        unnamedFailures = 0;
        onlyRefusals = true;
    }

    /** {@return whether it is under way or connected; if not, its failure is noted} */
    private boolean begin(SocketAddress address) {
        SocketChannel channel;
        Attempt attempt;
        try {
            channel = transport.openClient(address, endpoint, options);
            attempt = new Attempt(address, channel);
        } catch (IOException | RuntimeException | Error e) {
            note(address, Reasons.of(e), isRefusal(e));
            return false;
        }
        pending.add(attempt);
        if (channel.isConnected() && attempt.prelude == null) {
            return settle(attempt, null);
        }
        try {
            loop.register(channel, channel.isConnected() ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, attempt);
            Duration limit = options.connectTimeout();
            if (limit.isZero() && attempt.prelude != null) {
                // The operating system has no limit for what a proxy answers.
                limit = options.handshakeTimeout();
            }
            if (!limit.isZero()) {
                String failure = "not connected within " + limit;
                attempt.deadline = loop.schedule(limit.toNanos(), () -> ended(attempt, failure));
            }
            if (!untried.isEmpty()) {
                stagger = loop.schedule(STAGGER_NS, this::nextLater);
            }
            return true;
        } catch (IOException | RuntimeException | Error e) {
            return settle(attempt, Reasons.of(e));
        }
    }

    private void ended(Attempt attempt, @Nullable String failure) {
        boolean handled = false;
        try {
            if (pending.contains(attempt) && !settle(attempt, failure)) {
                next();
            }
            handled = true;
        } finally {
            if (!handled) {
                outcome.onAttemptFailed();
            }
        }
    }

    private void nextLater() {
        boolean handled = false;
        try {
            next();
            handled = true;
        } finally {
            if (!handled) {
                outcome.onAttemptFailed();
            }
        }
    }

    /** {@return whether it is connected and handed over; if not, its failure is noted} */
    private boolean settle(Attempt attempt, @Nullable String failure) {
        pending.remove(attempt);
        Timer.cancel(attempt.deadline);
        Timer.cancel(stagger);
        String reason = failure;
        if (reason == null && transport.isSelfConnected(attempt.channel)) {
            reason = "connected to itself: nobody listens there";
        }
        if (reason != null) {
            ChannelCloser.close(attempt.channel);
            note(attempt.address, reason, attempt.refused);
            return false;
        }
        for (int i = pending.size() - 1; i >= 0; i--) {
            untried.addFirst(pending.get(i).address);
        }
        closePending();
        forgetFailures();
        outcome.onConnected(attempt.channel);
        return true;
    }

    private void note(SocketAddress address, String reason, boolean refused) {
        onlyRefusals &= refused;
        if (failures.size() == MAX_REASONS) {
            unnamedFailures++;
            return;
        }
        boolean several = !failures.isEmpty() || !pending.isEmpty() || !untried.isEmpty();
        failures.add(several ? address + ": " + reason : reason);
    }

    /** Closes what is under way and forgets all addresses. */
    void cancel() {
        Timer.cancel(stagger);
        untried.clear();
        forgetFailures();
        closePending();
    }

    private void closePending() {
        for (Attempt attempt : pending) {
            Timer.cancel(attempt.deadline);
            ChannelCloser.close(attempt.channel);
        }
        pending.clear();
    }
}
