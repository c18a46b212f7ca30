package io.zmqspring.core.soak;

import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.error.ZmqClosedException;

/** A socket with a thread of its own, which does one step after the other until the socket is closed here. */
abstract class ThreadedEnd<S extends ZmqConnectable> implements End {

    final Lane lane;
    final S socket;
    final Sink sink;
    final BoundedCalls calls;
    private final Thread thread;
    private volatile boolean muted;
    private volatile boolean ended;

    ThreadedEnd(Lane lane, S socket, String name, Sink sink, BoundedCalls calls) {
        this.lane = lane;
        this.socket = socket;
        this.sink = sink;
        this.calls = calls;
        this.thread = new Thread(this::run, "soak-" + lane + "-" + name);
        thread.setDaemon(true);
    }

    /** Sends and receives a little, and waits until the next time. */
    abstract void step() throws Exception;

    private void run() {
        while (!ended) {
            try {
                step();
            } catch (ZmqClosedException e) {
                if (!ended) {
                    sink.wrong(lane, "closed by somebody else: " + e);
                }
                return;
            } catch (Exception e) {
                sink.wrong(lane, "unexpected " + e);
                BoundedCalls.pause(100);
            }
        }
    }

    final boolean isMuted() {
        return muted;
    }

    final boolean hasEnded() {
        return ended;
    }

    @Override
    public final Lane lane() {
        return lane;
    }

    @Override
    public final S socket() {
        return socket;
    }

    @Override
    public final void start() {
        thread.start();
    }

    @Override
    public final void mute() {
        muted = true;
    }

    @Override
    public final void close() {
        ended = true;
        beforeClose(thread);
        Ends.closeAndJoin(socket, thread, calls, sink, lane);
    }

    /** Called when the thread begins no further step, and the socket is still open. */
    void beforeClose(Thread ending) {}
}
