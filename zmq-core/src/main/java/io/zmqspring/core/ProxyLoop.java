package io.zmqspring.core;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.socket.HasSocketCore;
import io.zmqspring.core.socket.LoopWait;
import io.zmqspring.core.socket.ReadyQueue;
import io.zmqspring.core.socket.SocketHalves;
import io.zmqspring.core.socket.Transfer;
import io.zmqspring.core.time.NanoClock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves the messages of a proxy, on one thread: a burst one way, a burst the other way, and a sleep when neither moved
 * anything. A way whose target is full is left alone until that has room. Only {@link #wake} is for any thread.
 */
final class ProxyLoop {

    /** Most messages one way before it looks at the other way and at commands; libzmq's is the same. */
    private static final int BURST = 1_000;

    private final ZmqProxy proxy;
    private final LoopWait loops = new LoopWait();
    private final ReadyQueue<Runnable> changes = new ReadyQueue<>(loops);
    private final List<Way> ways = new ArrayList<>();
    private final List<SocketHalves> watched = new ArrayList<>();
    private final @Nullable SocketHalves controlled;
    private final @Nullable ProxyControl control;
    private final ReadyQueue.Entry<Runnable> somethingCame = changes.entry(() -> {});

    /** One way of the two. */
    private final class Way {

        private final SocketHalves from;
        private final SocketHalves to;
        private final Transfer transfer;
        private final ReadyQueue.Entry<Runnable> hasRoom = changes.entry(() -> blocked = false);
        private boolean blocked;

        Way(SocketHalves from, SocketHalves to, @Nullable SocketHalves capture) {
            this.from = from;
            this.to = to;
            this.transfer = from.transferTo(to, capture);
        }

        boolean move() {
            if (blocked) {
                return false;
            }
            int moved = transfer.move(BURST);
            blocked = transfer.isBlocked();
            return moved > 0;
        }

        boolean hasMore() {
            return !blocked && from.isReadable();
        }
    }

    /**
     * Creates a loop.
     *
     * @param proxy says what to do
     * @param frontend one side
     * @param backend the other side, maybe the same
     * @param capture gets copies, or {@code null}
     * @param control of that socket, or {@code null}
     * @param controlSocket brings commands, or {@code null}
     */
    ProxyLoop(
            ZmqProxy proxy,
            ZmqSocket frontend,
            ZmqSocket backend,
            @Nullable ZmqSocket capture,
            @Nullable ProxyControl control,
            @Nullable ZmqSocket controlSocket) {
        this.proxy = proxy;
        this.control = control;
        this.controlled = controlSocket == null ? null : halves(controlSocket);
        SocketHalves front = halves(frontend);
        SocketHalves back = frontend == backend ? front : halves(backend);
        SocketHalves copies = capture == null ? null : halves(capture);
        addWay(front, back, copies);
        if (front != back) {
            addWay(back, front, copies);
        }
        watched.add(front);
        if (front != back) {
            watched.add(back);
        }
        if (controlled != null) {
            watched.add(controlled);
        }
    }

    static SocketHalves halves(ZmqSocket socket) {
        if (!(socket instanceof HasSocketCore owner)) {
            throw new IllegalArgumentException("not a socket of a ZmqContext: " + socket);
        }
        return owner.core().halves();
    }

    private void addWay(SocketHalves from, SocketHalves to, @Nullable SocketHalves capture) {
        if (from.type().receives() && to.type().sends()) {
            ways.add(new Way(from, to, capture));
        }
    }

    /** {@return what moves the messages of a socket, or {@code null} when none go that way} */
    @Nullable Transfer transferFrom(boolean frontend) {
        for (Way way : ways) {
            if ((way.from == watched.get(0)) == frontend) {
                return way.transfer;
            }
        }
        return null;
    }

    /**
     * Moves messages until the proxy is terminated.
     *
     * @throws ZmqClosedException when a socket of it is closed, other than the capture socket
     * @throws ZmqInterruptedException when the thread is interrupted; the flag stays set
     */
    void run() {
        watch();
        try {
            int vain = 0;
            while (true) {
                // Ahead of the look at what is requested: a wake-up that comes later ends the next sleep.
                changes.takeWoken();
                for (Runnable change = changes.poll(); change != null; change = changes.poll()) {
                    change.run();
                }
                requireOpen();
                boolean busy = control != null && control.carryOut();
                if (proxy.applyRequest() == ZmqProxy.State.TERMINATED) {
                    return;
                }
                throwIfInterrupted();
                busy |= proxy.state() == ZmqProxy.State.RUNNING && move();
                if (busy) {
                    vain = 0;
                } else if (proxy.state() != ZmqProxy.State.RUNNING
                        || !watched.get(0).pause(vain++)) {
                    vain = 0;
                    if (!hasMore()) {
                        changes.sleep(NanoClock.FOREVER);
                    }
                }
            }
        } finally {
            unwatch();
        }
    }

    private boolean move() {
        boolean moved = false;
        for (int i = 0; i < ways.size(); i++) {
            moved |= ways.get(i).move();
        }
        return moved;
    }

    /** Also lets the sockets rest that have nothing, so that they call when something comes. */
    private boolean hasMore() {
        boolean more = controlled != null && controlled.isReadable();
        if (proxy.state() == ZmqProxy.State.RUNNING) {
            for (int i = 0; i < ways.size(); i++) {
                more |= ways.get(i).hasMore();
            }
        }
        return more;
    }

    /** Ends the sleep. */
    void wake() {
        changes.wake();
    }

    private void requireOpen() {
        for (int i = 0; i < watched.size(); i++) {
            if (watched.get(i).isClosed()) {
                throw new ZmqClosedException(watched.get(i) + ": the socket was closed while a proxy used it");
            }
        }
    }

    private void throwIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ZmqInterruptedException("interrupted while " + proxy + " ran");
        }
    }

    private void watch() {
        for (SocketHalves each : watched) {
            loops.add(each);
            each.watchReadable(somethingCame);
        }
        for (Way way : ways) {
            way.to.watchWritable(way.hasRoom);
        }
    }

    private void unwatch() {
        for (SocketHalves each : watched) {
            loops.remove(each);
            each.unwatchReadable(somethingCame);
        }
        for (Way way : ways) {
            way.to.unwatchWritable(way.hasRoom);
        }
    }
}
