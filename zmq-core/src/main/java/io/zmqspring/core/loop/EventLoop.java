package io.zmqspring.core.loop;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.ring.DirectMemory;
import io.zmqspring.core.time.AdaptiveSpin;
import io.zmqspring.core.time.NanoClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One selector with its channels, timers and commands, turned by its owner: one thread at a time, usually the {@link
 * LoopThread}. {@link #execute}, {@link #flushSoon} and {@link #isOwner} are for any thread, everything else for the
 * owner.
 */
public final class EventLoop {

    private static final long NS_PER_MS = 1_000_000;

    private final NanoClock clock;
    private final WaitStrategy strategy;
    private final Consumer<Throwable> onError;
    private final Selector selector;
    private final TimerQueue timers;
    private final ScratchBuffer scratch = new ScratchBuffer(DirectMemory.ofThisJvm(), 1 << 16);
    private final ScratchBuffer staging = new ScratchBuffer(DirectMemory.ofThisJvm(), 1 << 12);
    private final TurnLimit limit;
    private final Commands commands;
    private final DeferredWriters writers;
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    private final OwnerSleep sleep;
    private final LeaderCondition noCandidate = () -> !hasCandidate();
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();
    private final AtomicReference<@Nullable Thread> candidate = new AtomicReference<>();
    private volatile @Nullable LoopThread thread;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AdaptiveSpin spinning;
    private final AtomicLong blockingCalls = new AtomicLong();

    /** Channels handled in the present turn. */
    private int handled;

    /** When the first key was handled since this was last 0: what a handler does is no part of a look. */
    private long dispatchedNs;

    private volatile int leads;
    private final ReentrantLock afterEnd = new ReentrantLock();
    private volatile boolean ended;

    /**
     * Creates a loop; a {@link LoopThread} turns it.
     *
     * @param clock its time
     * @param strategy how its owner waits
     * @param onError called with what a handler, timer or command threw; none of them may throw, and the loop goes on
     *     also when this does
     */
    public EventLoop(NanoClock clock, WaitStrategy strategy, Consumer<Throwable> onError) {
        this(clock, strategy, Selectors::open, onError);
    }

    /** Creates a loop over any selector, such as one of channels in memory; it is closed when that fails. */
    EventLoop(NanoClock clock, WaitStrategy strategy, Supplier<Selector> opener, Consumer<Throwable> onError) {
        this.clock = clock;
        this.strategy = strategy;
        this.onError = new ErrorReport(onError);
        this.limit = new TurnLimit(clock);
        this.commands = new Commands(limit, this.onError);
        this.timers = new TimerQueue(clock, limit, this.onError);
        this.writers = new DeferredWriters(limit, this.onError);
        this.spinning = new AdaptiveSpin();
        // Last, since it has descriptors.
        this.selector = opener.get();
        boolean made = false;
        try {
            this.sleep = new OwnerSleep(selector, dispatch, () -> !hasCommands());
            BlockingCallGuard.watch(this);
            made = true;
        } finally {
            if (!made) {
                Selectors.closeUnused(selector);
            }
        }
    }

    /** {@return its time} */
    public NanoClock clock() {
        return clock;
    }

    /** {@return whether the calling thread owns the loop now} */
    public boolean isOwner() {
        return owner.get() == Thread.currentThread();
    }

    /** {@return how often its owner made a call that may block; any thread} */
    public long blockingCalls() {
        return blockingCalls.get();
    }

    void countBlockingCall() {
        blockingCalls.incrementAndGet();
    }

    /**
     * {@return memory for use within one call: 64 KiB of direct memory, or as much of it as the JVM has, from 1 KiB on;
     * without that, 1 KiB of the heap}
     */
    public ByteBuffer scratch() {
        return scratch.get();
    }

    /** {@return memory as {@link #scratch}, up to 4 KiB, for use within one call of a channel} */
    public ByteBuffer staging() {
        return staging.get();
    }

    /**
     * Lets the owner run a command soon, in the order of calls. When the loop has ended, the calling thread runs it,
     * one at a time with others: so every command is run once, and what it holds can be given back.
     *
     * @param command must not block
     */
    public void execute(Runnable command) {
        commands.add(command);
        nudge();
        if (ended) {
            runCommandsAfterEnd();
        }
    }

    private void runCommandsAfterEnd() {
        afterEnd.lock();
        try {
            owner.set(Thread.currentThread());
            commands.runAll();
        } finally {
            if (afterEnd.getHoldCount() == 1) {
                owner.set(null);
            }
            afterEnd.unlock();
        }
    }

    /**
     * Has the owner poll a writer that has bytes to write.
     *
     * @param writer looked at until it is at rest
     */
    public void flushSoon(DeferredWriter writer) {
        writers.add(writer);
        nudge();
    }

    /**
     * Calls a task later.
     *
     * @param delayNs from now
     * @param task must not block
     * @return the timer, to cancel it
     */
    public Timer schedule(long delayNs, Runnable task) {
        return timers.schedule(delayNs, task);
    }

    /**
     * Registers a channel.
     *
     * @param channel non-blocking
     * @param interest operations of {@link SelectionKey}
     * @param handler called when it is ready
     * @return its key
     * @throws ClosedChannelException when it is closed
     */
    public SelectionKey register(SelectableChannel channel, int interest, ChannelHandler handler)
            throws ClosedChannelException {
        return channel.register(selector, interest, handler);
    }

    /**
     * Takes the loop over for a while, from its I/O thread, on which it may wait a little. A loop of which a turn was
     * ended by its deadline is the I/O thread's until that has done all that was ready: so nothing waits for more than
     * one turn, however busy the loop is.
     *
     * @param wanted looked at while waiting; when it turns false the attempt is given up
     * @param deadline on {@link #clock}, the end of the attempt
     * @return whether the caller owns the loop now and must {@link #endLeading}
     */
    public boolean tryLead(LeaderCondition wanted, long deadline) {
        Thread me = Thread.currentThread();
        if (tryOwnToLead(me)) {
            return true;
        }
        LoopThread io = thread;
        if (io == null || !io.is(owner.get()) || !candidate.compareAndSet(null, me)) {
            return false;
        }
        nudge();
        for (long remaining = clock.remaining(deadline); remaining > 0 && wanted.holds(); ) {
            LockSupport.parkNanos(this, Math.min(remaining, NS_PER_MS));
            if (tryOwnToLead(me)) {
                candidate.set(null);
                return true;
            }
            if (me.isInterrupted()) {
                break;
            }
            remaining = clock.remaining(deadline);
        }
        candidate.set(null);
        return false;
    }

    private boolean tryOwnToLead(Thread me) {
        if (!owner.compareAndSet(null, me)) {
            return false;
        }
        LoopThread io = thread;
        if (limit.isBehind() && io != null) {
            disown();
            io.takeOver();
            return false;
        }
        leads++;
        return true;
    }

    /** Gives the loop back after {@link #tryLead}. Writers that wait for a look get it now, or from the I/O thread. */
    public void endLeading() {
        leads++;
        boolean unfinished = true;
        try {
            unfinished = writers.isLooking() && writers.look(true) || limit.isBehind();
        } catch (RuntimeException | Error e) {
            onError.accept(e);
        } finally {
            disown();
        }
        LoopThread io = thread;
        if (io != null && (unfinished || waiting.get() > 1)) {
            io.takeOver();
        } else if (io != null && (io.isDeepAsleep() || hasCommands())) {
            io.unpark();
        }
    }

    /**
     * Lets the I/O thread take the loop back at once if no thread owns it now. A thread calls it, after {@link
     * #enterWait}, before it sleeps until the loop brings something: by itself the I/O thread sees only some
     * milliseconds later that no thread leads any more.
     */
    public void ensureTurned() {
        LoopThread io = thread;
        if (owner.get() == null && io != null) {
            io.takeOver();
        }
    }

    /**
     * A thread begins to wait for what this loop brings.
     *
     * @return whether it is the only one, so that it may lead: with others waiting too the I/O thread serves all of
     *     them best
     */
    public boolean enterWait() {
        int now = waiting.incrementAndGet();
        if (now == 2) {
            nudge();
        }
        return now == 1;
    }

    /** It waits no more. */
    public void leaveWait() {
        waiting.decrementAndGet();
    }

    /** {@return whether at most one thread waits for what this loop brings} */
    public boolean hasSingleWaiter() {
        return waiting.get() <= 1;
    }

    /**
     * Closes a channel that is registered here, for good: the operating system has its port or path back when this
     * returns.
     *
     * @param key its key, or {@code null} when it was not registered
     * @param channel the channel
     */
    public void close(@Nullable SelectionKey key, SelectableChannel channel) {
        try {
            if (key != null) {
                key.cancel();
            }
            channel.close();
            selector.selectNow(dispatch);
        } catch (IOException e) {
            onError.accept(e);
        }
    }

    /** {@return a number that changes whenever somebody begins or ends to lead} */
    int leads() {
        return leads;
    }

    /** {@return whether a thread wants to lead} */
    boolean hasCandidate() {
        return candidate.get() != null;
    }

    boolean isOwned() {
        return owner.get() != null;
    }

    boolean tryOwn() {
        return owner.compareAndSet(null, Thread.currentThread());
    }

    void disown() {
        owner.set(null);
        Thread next = candidate.get();
        if (next != null) {
            LockSupport.unpark(next);
        }
    }

    void thread(LoopThread thread) {
        this.thread = thread;
    }

    boolean hasCommands() {
        return !commands.isEmpty() || writers.hasRequests();
    }

    /**
     * {@return whether a turn was ended by its deadline, and none since has done all that was ready; the owner asks}
     */
    boolean isBehind() {
        return limit.isBehind();
    }

    /**
     * One turn: commands, timers, writes, and all that is ready, waiting for it if there is nothing else to do.
     *
     * @param maxWaitNs longest wait, 0 for none
     * @param goOn looked at before waiting; code that makes it false must call {@link #nudge} afterwards
     */
    public void turn(long maxWaitNs, LeaderCondition goOn) {
        limit.lift();
        turnWithin(maxWaitNs, goOn);
    }

    /**
     * One turn, as {@link #turn}, of a thread that leads: it ends at the deadline although more is ready, which the I/O
     * thread then does.
     *
     * @param deadline on {@link #clock}, ahead; also the end of the wait
     * @param goOn looked at before waiting; code that makes it false must call {@link #nudge} afterwards
     */
    public void turnUntil(long deadline, LeaderCondition goOn) {
        limit.set(deadline);
        turnWithin(NanoClock.FOREVER, goOn);
    }

    private void turnWithin(long maxWaitNs, LeaderCondition goOn) {
        handled = 0;
        try {
            commands.run();
            long untilTimer = timers.fireDue();
            LoopThread io = thread;
            boolean last = io == null || !io.is(Thread.currentThread());
            boolean looking = writers.look(last);
            await(limit.cap(Math.min(maxWaitNs, untilTimer)), looking, last, goOn);
        } catch (IOException | RuntimeException | Error e) {
            sleep.awake();
            onError.accept(e);
        }
    }

    private void await(long wait, boolean looking, boolean last, LeaderCondition goOn) throws IOException {
        if (wait <= 0) {
            selector.selectNow(dispatch);
        } else if (strategy == WaitStrategy.BUSY_SPIN) {
            if (selector.selectNow(dispatch) == 0) {
                Thread.onSpinWait();
            }
        } else if (looking) {
            if (selector.selectNow(dispatch) == 0) {
                sleep.park(Math.min(wait, writers.untilNextLookNs()), noCandidate);
            }
        } else if (!last || strategy != WaitStrategy.SPIN_THEN_PARK || !spin(goOn)) {
            sleep.select(wait, goOn);
        }
    }

    private boolean spin(LeaderCondition goOn) throws IOException {
        if (!spinning.isWorthIt()) {
            return false;
        }
        long start = clock.nanoTime();
        long last = start;
        long maxNs = spinning.maxNs();
        do {
            dispatchedNs = 0;
            if (selector.selectNow(dispatch) > 0 || hasCommands() || !goOn.holds()) {
                long found = dispatchedNs == 0 ? clock.nanoTime() : dispatchedNs;
                spinning.looked(found - last);
                spinning.ended(true, found - start);
                return true;
            }
            Thread.onSpinWait();
            long now = clock.nanoTime();
            spinning.looked(now - last);
            last = now;
        } while (last - start < maxNs);
        spinning.ended(false, last - start);
        return false;
    }

    /** Wakes the owner, so that it looks at conditions of its own. Any thread. */
    public void nudge() {
        if (sleep.wake() || owner.get() == null) {
            LoopThread io = thread;
            if (io != null) {
                io.unpark();
            }
        }
    }

    private void dispatch(SelectionKey key) {
        if (handled > 0 && limit.isOver()) {
            // The selector reports it again in the next turn.
            return;
        }
        handled++;
        if (dispatchedNs == 0) {
            dispatchedNs = clock.nanoTime();
        }
        try {
            ((ChannelHandler) key.attachment()).onReady(key);
        } catch (RuntimeException | Error e) {
            onError.accept(e);
        }
    }

    /**
     * Closes every channel that is still registered, and the selector. The last call of the last owner; throws nothing.
     */
    void close() {
        try {
            commands.runAll();
            for (SelectionKey key : List.copyOf(selector.keys())) {
                closeRegistered(key);
            }
            commands.runAll();
            selector.selectNow();
            selector.close();
        } catch (IOException | RuntimeException | Error e) {
            onError.accept(e);
        }
        ended = true;
        BlockingCallGuard.unwatch(this);
    }

    private void closeRegistered(SelectionKey key) {
        try {
            ((ChannelHandler) key.attachment()).onLoopClosed();
        } catch (RuntimeException | Error e) {
            onError.accept(e);
        }
        try {
            key.channel().close();
        } catch (IOException e) {
            onError.accept(e);
        }
    }

    /**
     * Runs what was given to {@link #execute} while the loop ended. Called once the last owner has given the loop up.
     */
    void afterEnd() {
        if (!commands.isEmpty()) {
            runCommandsAfterEnd();
        }
    }
}
