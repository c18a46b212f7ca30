package io.zmqspring.core.loop;

import io.zmqspring.core.time.NanoClock;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The I/O thread of a loop: owns and turns it, except while another thread leads. Then it stands by, looks every few hundred
 * microseconds whether somebody still leads now and then, and takes the loop back when nobody does.
 */
public final class LoopThread implements Runnable {

    private static final long STAND_BY_NS = 800_000;
    private static final int PERIODS_UNTIL_DEEP_SLEEP = 8;

    private final EventLoop loop;
    private final Thread thread;
    private final LeadCondition goOn;
    private volatile boolean stopping;
    private volatile boolean deepAsleep;

    /**
     * Starts the thread of a loop.
     *
     * @param loop turned by it
     * @param factory makes the thread
     * @param name of the thread
     */
    public LoopThread(EventLoop loop, ThreadFactory factory, String name) {
        this.loop = loop;
        this.goOn = () -> !stopping && !loop.hasCandidate();
        loop.thread(this);
        this.thread = factory.newThread(this);
        thread.setName(name);
    }

    /** Starts it. */
    public void start() {
        thread.start();
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
     * @param mostMs longest wait
     * @throws InterruptedException when interrupted
     */
    public void join(long mostMs) throws InterruptedException {
        if (thread != Thread.currentThread()) {
            thread.join(Math.max(1, mostMs));
        }
    }

    boolean is(@Nullable Thread other) {
        return thread == other;
    }

    @Override
    public void run() {
        while (true) {
            if (loop.tryOwn()) {
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
        while (goOn.holds()) {
            loop.turn(NanoClock.FOREVER, goOn);
            Thread.interrupted();
        }
    }

    private void standBy() {
        int seen = loop.leads();
        int quiet = 0;
        while (!stopping || loop.isOwned()) {
            LockSupport.parkNanos(this, STAND_BY_NS);
            Thread.interrupted();
            int now = loop.leads();
            boolean led = now != seen;
            seen = now;
            if (!loop.isOwned()) {
                if (!led && !loop.hasCandidate() || loop.hasCommands() || stopping) {
                    return;
                }
                quiet = 0;
            } else if (led) {
                quiet = 0;
            } else if (++quiet >= PERIODS_UNTIL_DEEP_SLEEP) {
                sleepUntilUnparked();
                quiet = 0;
            }
        }
    }

    private void sleepUntilUnparked() {
        deepAsleep = true;
        if (loop.isOwned() && !stopping) {
            LockSupport.park(this);
        }
        deepAsleep = false;
    }

    boolean isDeepAsleep() {
        return deepAsleep;
    }

    void unpark() {
        LockSupport.unpark(thread);
    }
}
