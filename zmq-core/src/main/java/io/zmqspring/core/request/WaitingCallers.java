package io.zmqspring.core.request;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that receives replies, and the callers that wait meanwhile. A thread that stops receiving, for a while or
 * for good, lets one of them receive in its place. Any thread.
 */
final class WaitingCallers {

    private final AtomicReference<@Nullable Thread> receiver = new AtomicReference<>();
    private final Queue<RequestFuture> waiting = new ConcurrentLinkedQueue<>();

    /** {@return whether there was no receiver, and the calling thread is it now} */
    boolean tryReceive() {
        return receiver.get() == null && receiver.compareAndSet(null, Thread.currentThread());
    }

    /** The calling thread is the receiver no more. */
    void leave() {
        receiver.set(null);
    }

    /** {@return whether a thread is the receiver} */
    boolean isReceiver(@Nullable Thread thread) {
        return thread != null && receiver.get() == thread;
    }

    /** Lets a caller that waits receive, unless there is a receiver. */
    void letOneReceive() {
        if (!waiting.isEmpty() && receiver.get() == null) {
            for (RequestFuture request : waiting) {
                if (!request.isDone()) {
                    LockSupport.unpark(request.waiter());
                    return;
                }
            }
        }
    }

    /**
     * A caller is about to wait for another thread to receive. It must try to receive once more before it sleeps.
     *
     * @param request of the caller
     */
    void add(RequestFuture request) {
        waiting.add(request);
    }

    /**
     * A caller waits no more. If it was to receive, another is.
     *
     * @param request of the caller
     */
    void remove(RequestFuture request) {
        waiting.remove(request);
        letOneReceive();
    }
}
