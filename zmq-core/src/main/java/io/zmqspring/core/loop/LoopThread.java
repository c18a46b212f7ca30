package io.zmqspring.core.loop;

import io.zmqspring.core.time.NanoClock;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The I/O thread of a loop: owns and turns it, except while another thread leads. Then it stands by: it looks now and
 * then whether some thread has led since the last look, and takes the loop back when none has, or at once when it is
 * asked to ({@link #takeOver}).
 *
 * <p>Each look takes a core for some 25 µs from a thread that leads, often in the middle of a round trip. So the looks
 * become rarer, down to one in {@link #MAX_STAND_BY_NS}, while threads lead so often that the loop is turned all
 * the time anyway.
 */
public final class LoopThread implements Runnable {

    static final long STAND_BY_NS = 800_000;
    static final long MAX_STAND_BY_NS = 8 * STAND_BY_NS;

    /** Leading counts as frequent when it begins or ends at least once in this time. */
    private static final long FREQUENT_NS = 50_000;

    private static final long QUIET_UNTIL_DEEP_SLEEP_NS = 8 * STAND_BY_NS;

    private final EventLoop loop;
    private final Thread thread;
    private final LeaderCondition goOn;
    private volatile boolean stopping;
    private volatile boolean deepAsleep;
    private volatile boolean asked;

    /**
     * Creates the thread of a loop. When that fails, the loop is closed.
     *
     * @param loop turned by it
     * @param factory makes the thread
     * @param name of the thread
     */
    public LoopThread(EventLoop loop, ThreadFactory factory, String name) {
        this.loop = loop;
        this.goOn = () -> !stopping && !loop.hasCandidate();
        loop.thread(this);
        boolean made = false;
        try {
            this.thread = factory.newThread(this);
            thread.setName(name);
            made = true;
        } finally {
            if (!made) {
                loop.close();
            }
        }
    }

    /** Starts it. When that fails, the loop is closed. */
    public void start() {
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                loop.close();
            }
        }
    }

    /** Lets it end after the commands given so far. */
    public void stop() {
        stopping = true;
        loop.nudge();
        unpark();
    }

    /**
     * Waits for its end.
     *
     * @param maxMs longest wait
     * @throws InterruptedException when interrupted
     */
    public void join(long maxMs) throws InterruptedException {
        if (thread != Thread.currentThread()) {
            thread.join(Math.max(1, maxMs));
        }
    }

    boolean is(@Nullable Thread other) {
        return thread == other;
    }

    @Override
    public void run() {
        while (true) {
            if (loop.tryOwn()) {
                asked = false;
                turnUntilAskedFor();
                if (stopping) {
                    loop.close();
                    loop.disown();
                    loop.afterEnd();
                    return;
                }
                loop.disown();
            }
            standBy();
        }
    }

    private void turnUntilAskedFor() {
        if (loop.isBehind()) {
            loop.turn(0, goOn);
        }
        while (goOn.holds()) {
            loop.turn(NanoClock.FOREVER, goOn);
            Thread.interrupted();
        }
    }

    private void standBy() {
        int seen = loop.leads();
        long periodNs = STAND_BY_NS;
        long quietNs = 0;
        while (!stopping || loop.isOwned()) {
            LockSupport.parkNanos(this, periodNs);
            Thread.interrupted();
            int now = loop.leads();
            int changes = now - seen;
            seen = now;
            boolean owned = loop.isOwned();
            if (!owned && (changes == 0 && !loop.hasCandidate() || loop.hasCommands() || asked || stopping)) {
                return;
            }
            quietNs = owned && changes == 0 ? quietNs + periodNs : 0;
            if (quietNs >= QUIET_UNTIL_DEEP_SLEEP_NS) {
                sleepUntilUnparked();
                quietNs = 0;
            }
            periodNs = nextPeriod(periodNs, changes);
        }
    }

    /**
     * Gives the time until the next look.
     *
     * @param periodNs since the last look
     * @param changes how often leading has begun or ended meanwhile
     * @return twice as long while threads lead frequently, up to a bound; otherwise the shortest
     */
    static long nextPeriod(long periodNs, int changes) {
        return changes * FREQUENT_NS >= periodNs ? Math.min(periodNs << 1, MAX_STAND_BY_NS) : STAND_BY_NS;
    }

    private void sleepUntilUnparked() {
        deepAsleep = true;
        if (loop.isOwned() && !stopping) {
            LockSupport.park(this);
        }
        deepAsleep = false;
    }

    /** Takes the loop back at once if no thread owns it then. Any thread. */
    void takeOver() {
        asked = true;
        unpark();
    }

    boolean isDeepAsleep() {
        return deepAsleep;
    }

    void unpark() {
        LockSupport.unpark(thread);
    }
}
