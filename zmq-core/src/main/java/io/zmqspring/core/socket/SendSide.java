package io.zmqspring.core.socket;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.pattern.SendPolicy;
import io.zmqspring.core.pipe.MessageSize;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.MemoryAccount;
import io.zmqspring.core.ring.Padded;
import io.zmqspring.core.ring.SpinLock;
import io.zmqspring.core.zmtp.Command;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a socket: one lock turns its callers into one producer, and a caller that finds no peer with room
 * waits. {@link OrphanForwarder} keeps what a lost peer left unsent until another peer takes it.
 */
final class SendSide extends Padded {

    /**
     * So long a sender waits for the operating system to take something before it takes more memory: long enough for a
     * busy machine.
     */
    private static final long STALL_NS = 10_000_000;

    /** How long to wait for the lock before looking whether the wait is over for another reason. */
    private static final long LOCK_NS = 1_000_000;

    private static final MessageWriter[] NO_WRITERS = {};

    private final SpinLock lock = new SpinLock();
    private final SendPolicy policy;
    final WaitQueue waitQueue = new WaitQueue();
    private final OrphanForwarder orphans;
    private final IdleStrategy idleStrategy;
    private final Object socket;
    private final MemoryAccount bodies;
    private volatile boolean closed;
    private long sent;

    /**
     * Creates a sending half.
     *
     * @param socket named in errors
     * @param policy to which peers a message goes
     * @param idleStrategy how callers wait
     * @param later runs a call soon on a thread that holds no lock of ours
     * @param bodies account of the large bodies to send
     */
    SendSide(
            Object socket,
            SendPolicy policy,
            IdleStrategy idleStrategy,
            Consumer<Runnable> later,
            MemoryAccount bodies) {
        this.socket = socket;
        this.policy = policy;
        this.idleStrategy = idleStrategy;
        this.orphans = new OrphanForwarder(lock, policy, later, idleStrategy.clock());
        this.bodies = bodies;
    }

    boolean send(Object content, long timeoutNs) {
        if (lock.tryLock()) {
            return write(content, timeoutNs <= 0)
                    || timeoutNs > 0 && sendSlow(content, idleStrategy.clock().deadline(timeoutNs));
        }
        if (timeoutNs <= 0) {
            lock.lock();
            return write(content, true);
        }
        long deadline = idleStrategy.clock().deadline(timeoutNs);
        return lockUntil(deadline) && (write(content, false) || sendSlow(content, deadline));
    }

    /** {@return whether the lock is the caller's; if not, the time is over} */
    private boolean lockUntil(long deadline) {
        while (true) {
            long remaining = Math.max(0, idleStrategy.clock().remaining(deadline));
            if (lock.tryLock(Math.min(remaining, LOCK_NS))) {
                return true;
            }
            throwIfClosed();
            IdleStrategy.throwIfInterrupted(socket, "send");
            if (remaining == 0) {
                return false;
            }
        }
    }

    /** Writes one message and gives the lock back, which the caller holds. */
    private boolean write(Object content, boolean mayGrow) {
        boolean batch;
        boolean wake;
        long position = 0;
        long messages = 0;
        MessageWriter writer;
        MessageWriter[] further = NO_WRITERS;
        try {
            writer = policy.sendToSole(content);
            if (writer == null) {
                writer = route(content, mayGrow);
                if (writer == null) {
                    return false;
                }
                further = policy.takeUnwoken();
            }
            sent++;
            batch = writer.isBatchComplete();
            if (batch) {
                position = writer.position();
                messages = writer.messages();
            }
            wake = writer.consumer().isResting();
        } finally {
            lock.unlock();
        }
        if (wake) {
            writer.consumer().wake();
        }
        if (batch) {
            writer.queue().assist(position, messages);
        }
        wakeAll(further);
        return true;
    }

    private static void wakeAll(MessageWriter[] written) {
        for (MessageWriter writer : written) {
            writer.consumer().wakeAfterPublish();
        }
    }

    private @Nullable MessageWriter route(Object content, boolean mayGrow) {
        throwIfClosed();
        MessageWriter writer = policy.route(content, mayGrow);
        if (writer == null) {
            MessageSize.requireCarriable(content, bodies);
        }
        return writer;
    }

    private boolean sendSlow(Object content, long deadline) {
        idleStrategy.begin();
        long stalled = idleStrategy.clock().deadline(STALL_NS);
        for (int i = 0; i < idleStrategy.spins(false); i++) {
            IdleStrategy.pause(i, false);
            if (policy.hasArrivals() && lockUntil(deadline) && write(content, false)) {
                return true;
            }
        }
        Thread me = Thread.currentThread();
        waitQueue.add(me);
        boolean woken = false;
        boolean written = false;
        try {
            while (true) {
                long untilStalled = idleStrategy.clock().remaining(stalled);
                boolean mayGrow = untilStalled <= 0 || idleStrategy.clock().remaining(deadline) <= 0;
                if (lockUntil(deadline)) {
                    written = write(content, mayGrow);
                    if (written) {
                        return true;
                    }
                    woken = false;
                }
                throwIfClosed();
                IdleStrategy.throwIfInterrupted(socket, "send");
                long remaining = idleStrategy.clock().remaining(deadline);
                if (remaining <= 0 && mayGrow) {
                    return false;
                }
                if (remaining > 0 && waitQueue.isWaiting(me)) {
                    idleStrategy.park(this, mayGrow ? remaining : Math.min(remaining, untilStalled));
                }
                woken |= waitQueue.renew(me);
            }
        } finally {
            woken |= !waitQueue.remove(me);
            if (woken) {
                // This thread leaves without having looked, or has written and may have left room for another.
                waitQueue.wakeOne();
            }
        }
    }

    /** {@return whether the pipe takes part from now on; not when another peer has its routing id} Any thread. */
    boolean attach(Pipe pipe) {
        pipe.outgoing().consumer().producerLock(lock);
        pipe.outgoing().producer().signal(() -> onRoom(pipe));
        lock.lock();
        try {
            if (!policy.attached(pipe)) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        onRoom(pipe);
        return true;
    }

    private void onRoom(Pipe pipe) {
        policy.activate(pipe);
        orphans.onRoom();
        if (policy.sharesRoom()) {
            waitQueue.wakeOne();
        } else {
            waitQueue.wakeEach();
        }
    }

    void closeToSend(Pipe pipe) {
        pipe.closeToSend();
        lock.lock();
        policy.closedToSend(pipe);
        lock.unlock();
    }

    void detach(Pipe pipe) {
        pipe.closeToSend();
        lock.lock();
        try {
            policy.remove(pipe);
        } finally {
            lock.unlock();
        }
        wakeUnlessShared();
    }

    /** Senders wait for a certain peer, and that peer has come or gone. */
    private void wakeUnlessShared() {
        if (!policy.sharesRoom()) {
            waitQueue.wakeEach();
        }
    }

    /** As {@link SendPolicy#connected}. */
    @Nullable String connected(Pipe pipe) {
        @Nullable String[] refusal = {null};
        change(() -> refusal[0] = policy.connected(pipe));
        return refusal[0];
    }

    /** As {@link SendPolicy#disconnected}. */
    void disconnected(Pipe pipe) {
        change(() -> policy.disconnected(pipe));
    }

    /** As {@link SendPolicy#onCommand}. */
    void onCommand(Pipe pipe, Command command) {
        change(() -> policy.onCommand(pipe, command));
    }

    /** Something has changed at a peer: the rule takes it up under the lock, and may write to peers. */
    void change(Runnable action) {
        MessageWriter[] written = NO_WRITERS;
        lock.lock();
        try {
            try {
                action.run();
            } finally {
                written = policy.takeUnwoken();
            }
        } finally {
            lock.unlock();
            wakeUnlessShared();
            wakeAll(written);
        }
    }

    /**
     * Lets the application ask the rule something, or change it, under the lock.
     *
     * @param question to the rule; it may write to peers
     * @return the answer
     */
    boolean ask(BooleanSupplier question) {
        MessageWriter[] written = NO_WRITERS;
        lock.lock();
        try {
            throwIfClosed();
            boolean answer = question.getAsBoolean();
            written = policy.takeUnwoken();
            return answer;
        } finally {
            lock.unlock();
            wakeAll(written);
        }
    }

    /** {@return what lost peers left unsent} */
    OrphanForwarder orphans() {
        return orphans;
    }

    /** Runs an action while no message is being written, unless one is now. */
    void whileIdle(Runnable action) {
        if (lock.tryLock()) {
            try {
                action.run();
            } finally {
                lock.unlock();
            }
        }
    }

    /** From now on no call sends; one that waits ends with an exception. What lost peers left is still passed on. */
    void close() {
        closed = true;
        lock.lock();
        policy.reconsider();
        lock.unlock();
        waitQueue.wakeAll();
    }

    long sent() {
        return sent;
    }

    private void throwIfClosed() {
        if (closed) {
            throw new ZmqClosedException(socket + ": the socket is closed");
        }
    }
}
