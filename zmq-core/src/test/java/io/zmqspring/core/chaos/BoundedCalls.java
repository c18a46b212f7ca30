package io.zmqspring.core.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls with a bound in time. A call that takes longer than its bound and a slack is a violation; one that is still
 * under way long after that hangs, which ends the run with all stacks. Time in which the machine stood still does not
 * count. Any thread.
 */
public final class BoundedCalls {

    /** What a busy machine may add to the time-out of a call. */
    static final Duration SLACK = Duration.ofSeconds(2);

    private static final long HANG_NS = Duration.ofSeconds(30).toNanos();

    /** A call under way; the time of calls made inside it, by a handler, is theirs. */
    private static final class Flight {

        private final String kind;
        private final long boundNs;
        private final @Nullable Flight outer;
        private final long startNs = System.nanoTime();
        private volatile long innerNs;

        private Flight(String kind, long boundNs, @Nullable Flight outer) {
            this.kind = kind;
            this.boundNs = boundNs;
            this.outer = outer;
        }
    }

    /** What is known of one kind of call. */
    public record Figures(long count, long maxNs, long furthestBeyondNs) {

        private Figures and(long tookNs, long beyondNs) {
            return new Figures(count + 1, Math.max(maxNs, tookNs), Math.max(furthestBeyondNs, Math.max(0, beyondNs)));
        }
    }

    private final Verdicts verdicts;
    private final Stalls stalls;
    private final Map<Thread, Flight> flights = new ConcurrentHashMap<>();
    private final Map<String, Figures> figures = new ConcurrentHashMap<>();

    public BoundedCalls(Verdicts verdicts, Stalls stalls) {
        this.verdicts = verdicts;
        this.stalls = stalls;
    }

    /** Starts the thread that looks for calls that hang. */
    public void start() {
        Thread thread = new Thread(this::watch, "chaos-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Makes a call.
     *
     * @param kind for the report
     * @param bound the time it may take, without slack
     * @param call the call
     * @return what it returns
     */
    public <T extends @Nullable Object> T call(String kind, Duration bound, Callable<T> call) throws Exception {
        Thread me = Thread.currentThread();
        Flight outer = flights.get(me);
        Flight flight = new Flight(kind, bound.toNanos() + SLACK.toNanos(), outer);
        flights.put(me, flight);
        try {
            return call.call();
        } finally {
            if (outer == null) {
                flights.remove(me);
            } else {
                flights.put(me, outer);
            }
            ended(flight);
        }
    }

    private void ended(Flight flight) {
        long now = System.nanoTime();
        long whole = now - flight.startNs;
        if (flight.outer != null) {
            flight.outer.innerNs += whole;
        }
        long took = whole - flight.innerNs;
        long beyond = took - flight.boundNs + SLACK.toNanos();
        if (took > flight.boundNs) {
            beyond -= stalls.between(flight.startNs, now);
            if (beyond > SLACK.toNanos()) {
                verdicts.violated(
                        "slow call",
                        flight.kind + " took " + took / 1_000_000 + " ms, its bound is "
                                + (flight.boundNs - SLACK.toNanos()) / 1_000_000 + " ms");
            }
        }
        long past = beyond;
        figures.compute(flight.kind, (kind, old) -> (old == null ? new Figures(0, 0, 0) : old).and(took, past));
    }

    private void watch() {
        while (true) {
            pause(1_000);
            long now = System.nanoTime();
            for (Map.Entry<Thread, Flight> entry : flights.entrySet()) {
                Flight flight = entry.getValue();
                long took = now - flight.startNs - flight.innerNs;
                if (took > flight.boundNs + HANG_NS + stalls.between(flight.startNs, now)) {
                    verdicts.fatal(entry.getKey().getName() + ": " + flight.kind + " has not returned after "
                            + took / 1_000_000 + " ms, its bound is "
                            + (flight.boundNs - SLACK.toNanos()) / 1_000_000 + " ms");
                }
            }
        }
    }

    /** {@return figures by kind of call} */
    public Map<String, Figures> figures() {
        return new TreeMap<>(figures);
    }

    /** Lets time pass; an interrupt ends it and is forgotten. */
    public static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.interrupted();
        }
    }
}
