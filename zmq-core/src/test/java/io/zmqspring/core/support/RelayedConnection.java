package io.zmqspring.core.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** One connection through a {@link CuttingRelay}: two channels and what is under way between them. Relay thread. */
final class RelayedConnection {

    private static final int MAX_QUEUED = 64;
    private static final int PIECE = 8 << 10;

    /** Asks for a call later on the relay's thread. */
    @FunctionalInterface
    interface Timer {
        void after(long ns, Runnable look);
    }

    /** Bytes under way, and from when on they may go further. */
    private record Piece(ByteBuffer bytes, long dueNs) {}

    private final class Direction {

        private final SocketChannel from;
        private final SocketChannel to;
        private final Deque<Piece> queue = new ArrayDeque<>();
        private boolean inputEnded;
        private boolean outputEnded;

        private Direction(SocketChannel from, SocketChannel to) {
            this.from = from;
            this.to = to;
        }

        private void move() throws IOException {
            while (!inputEnded && queue.size() < MAX_QUEUED) {
                ByteBuffer piece = ByteBuffer.allocate(PIECE);
                int read = from.read(piece);
                if (read <= 0) {
                    inputEnded = read < 0;
                    break;
                }
                queue.add(new Piece(piece.flip(), System.nanoTime() + delayNs));
            }
            while (!queue.isEmpty() && queue.getFirst().dueNs - System.nanoTime() <= 0) {
                ByteBuffer bytes = queue.getFirst().bytes;
                if (outputEnded) {
                    bytes.position(bytes.limit());
                } else {
                    to.write(bytes);
                }
                if (bytes.hasRemaining()) {
                    break;
                }
                queue.removeFirst();
            }
            if (inputEnded && queue.isEmpty()) {
                end();
            }
        }

        private void end() throws IOException {
            if (!outputEnded) {
                outputEnded = true;
                to.shutdownOutput();
            }
        }

        private boolean isOver() {
            return inputEnded && outputEnded;
        }

        private boolean wantsToRead() {
            return !inputEnded && queue.size() < MAX_QUEUED;
        }

        private boolean wantsToWrite() {
            return !queue.isEmpty() && queue.getFirst().dueNs - System.nanoTime() <= 0;
        }
    }

    private final SocketChannel near;
    private final SocketChannel far;
    private final SelectionKey nearKey;
    private final SelectionKey farKey;
    private final Direction toFar;
    private final Direction toNear;
    private final long delayNs;
    private final BooleanSupplier held;
    private final Timer timer;
    private Runnable onEnd = () -> {};
    private boolean over;
    private boolean timed;

    RelayedConnection(
            Selector selector,
            SocketChannel near,
            SocketChannel far,
            InetSocketAddress target,
            long delayNs,
            BooleanSupplier held,
            Timer timer)
            throws IOException {
        this.near = near;
        this.far = far;
        this.delayNs = delayNs;
        this.held = held;
        this.timer = timer;
        this.toFar = new Direction(near, far);
        this.toNear = new Direction(far, near);
        this.nearKey = near.register(selector, 0, this);
        this.farKey = far.register(selector, 0, this);
        try {
            far.connect(target);
        } catch (IOException refused) {
            reset();
        }
    }

    /** Says what to do when it is over. */
    void onEnd(Runnable action) {
        onEnd = action;
        if (over) {
            action.run();
        }
    }

    /** Moves what can be moved. */
    void ready() {
        if (over || held.getAsBoolean()) {
            update();
            return;
        }
        try {
            if (far.isConnectionPending() && !far.finishConnect()) {
                update();
                return;
            }
            toFar.move();
            toNear.move();
            if (toFar.isOver() && toNear.isOver()) {
                end();
            } else {
                update();
            }
        } catch (IOException lost) {
            reset();
        }
    }

    /** Asks the selector for what it waits for now. */
    void update() {
        if (over) {
            return;
        }
        boolean stands = held.getAsBoolean();
        boolean pending = far.isConnectionPending();
        nearKey.interestOps(stands || pending ? 0 : ops(toFar, toNear));
        farKey.interestOps(stands ? 0 : pending ? SelectionKey.OP_CONNECT : ops(toNear, toFar));
        look(toFar);
        look(toNear);
    }

    private void look(Direction direction) {
        if (!timed && !direction.queue.isEmpty() && !direction.wantsToWrite()) {
            timed = true;
            timer.after(direction.queue.getFirst().dueNs - System.nanoTime(), () -> {
                timed = false;
                ready();
            });
        }
    }

    private static int ops(Direction in, Direction out) {
        return (in.wantsToRead() ? SelectionKey.OP_READ : 0) | (out.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    /** Ends one direction. */
    void endOutput(boolean towardsTarget) {
        try {
            if (!far.isConnectionPending()) {
                (towardsTarget ? toFar : toNear).end();
                ready();
            }
        } catch (IOException lost) {
            reset();
        }
    }

    /** Ends both sides with RST. */
    void reset() {
        try {
            near.setOption(StandardSocketOptions.SO_LINGER, 0);
            far.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyClosed) {
            // Then there is nobody to reset.
        }
        end();
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        try {
            near.close();
            far.close();
        } catch (IOException alreadyGone) {
            // A channel that cannot be closed has no peer.
        }
        onEnd.run();
    }
}
