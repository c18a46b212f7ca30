package io.zmqspring.core.connection;

import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.Timer;
import io.zmqspring.core.zmtp.PropertyCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads a connection until its {@link Handshake} is complete, within the time allowed. The loop's owner. */
final class HandshakePhase implements Handshake.Suspension {

    private final ConnectionHost host;
    private final EventLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final PhaseListener listener;
    private final Handshake handshake;
    private @Nullable Timer deadline;
    private boolean over;

    /**
     * Creates a phase; {@link #start} begins.
     *
     * @param host the socket
     * @param loop of the connection
     * @param channel connected
     * @param key of the channel, its interest is to read
     * @param peerAddress of the peer's transport
     * @param writer sends what is for the peer
     * @param takesPeer whether the socket takes a further peer now
     * @param listener the connection
     */
    HandshakePhase(
            ConnectionHost host,
            EventLoop loop,
            SocketChannel channel,
            SelectionKey key,
            String peerAddress,
            ConnectionWriter writer,
            BooleanSupplier takesPeer,
            PhaseListener listener) {
        this.host = host;
        this.loop = loop;
        this.channel = channel;
        this.key = key;
        this.listener = listener;
        this.handshake = new Handshake(
                host.type(),
                host.mechanism(),
                PropertyCodec.announced(host.options()),
                peerAddress,
                writer,
                takesPeer,
                this);
    }

    void start() {
        Duration limit = host.options().handshakeTimeout();
        if (limit.toNanos() > 0) {
            deadline = loop.schedule(
                    limit.toNanos(),
                    () -> listener.onTimeout("no handshake within " + limit + ": " + handshake.progress()));
        }
        handshake.start();
    }

    /**
     * Reads once.
     *
     * @return whether the stream goes on; {@code false} when the peer has ended it
     * @throws IOException when the connection is broken
     */
    boolean read() throws IOException {
        ByteBuffer scratch = loop.scratch();
        if (!scratch.isDirect()) {
            waitForMemory();
            return true;
        }
        if (channel.read(scratch.clear()) < 0) {
            return false;
        }
        feed(scratch.flip());
        return true;
    }

    /** The JVM has no direct memory, for which the JDK would wait and then throw. */
    private void waitForMemory() {
        suspendReading(true);
        loop.schedule(StagedWrites.LOOK_FOR_MEMORY_NS, () -> {
            if (!over) {
                suspendReading(false);
            }
        });
    }

    private void feed(ByteBuffer bytes) {
        if (handshake.feed(bytes)) {
            end();
            listener.onHandshake(handshake, bytes);
        }
    }

    /** Ends the phase: the handshake is complete, or the connection is closed. */
    void end() {
        over = true;
        Timer.cancel(deadline);
    }

    @Override
    public void suspendReading(boolean suspend) {
        if (suspend) {
            key.interestOpsAnd(~SelectionKey.OP_READ);
        } else {
            key.interestOpsOr(SelectionKey.OP_READ);
        }
    }

    @Override
    public void proceed(Runnable step) {
        loop.execute(() -> listener.run(() -> {
            if (!over) {
                feed(handshake.goOn(step));
            }
        }));
    }

    /** Connection of a phase; called on its loop. */
    interface PhaseListener {

        /**
         * The handshake is complete, and so is this phase.
         *
         * @param complete the handshake
         * @param traffic bytes that were read behind it
         */
        void onHandshake(Handshake complete, ByteBuffer traffic);

        /** @param reason which time is over; the connection is to be closed */
        void onTimeout(String reason);

        /**
         * Runs a step now; what it throws closes the connection.
         *
         * @param step of the handshake
         */
        void run(ConnectionStep step);
    }
}
