package io.zmqspring.core.session;

import io.zmqspring.core.error.ProtocolViolationException;
import io.zmqspring.core.loop.ChannelHandler;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.Timer;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.pipe.Flusher;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.pipe.QueueSignal;
import io.zmqspring.core.pipe.WireSink;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.wire.Command;
import io.zmqspring.core.wire.CommandCodec;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One channel to one peer, from its handshake through its traffic to its end. Whatever goes wrong closes this connection and no other. The
 * loop's owner calls everything here.
 */
public final class Connection implements ChannelHandler, OutletListener {

    private static final int MOST_READS_A_TURN = 8;
    private static final long GROW_AFTER_NS = 2_000_000;
    private static final String PEER_CLOSED = "the peer closed the connection";

    private final SessionHost host;
    private final ConnectionOwner owner;
    private final IoLane lane;
    private final EventLoop loop;
    private final SocketChannel channel;
    private final String peerAddress;
    private final Outlet outlet;
    private final Heartbeat heartbeat;
    private @Nullable Handshake handshake;
    private @Nullable SelectionKey key;
    private @Nullable Timer handshakeDeadline;
    private @Nullable Timer linger;
    private @Nullable WireSink sink;
    private volatile @Nullable Pipe pipe;
    private volatile @Nullable PeerStatus established;
    private boolean closed;
    private boolean paused;
    private boolean activeSinceSweep;
    private long discarded;

    Connection(SessionHost host, ConnectionOwner owner, IoLane lane, SocketChannel channel) {
        this.host = host;
        this.owner = owner;
        this.lane = lane;
        this.loop = lane.loop();
        this.channel = channel;
        this.peerAddress = host.transport(Endpoint.parse(owner.endpoint())).peerAddress(channel);
        this.outlet = new Outlet(loop, channel, this);
        this.heartbeat = new Heartbeat(loop, outlet, host.options(), this::close);
    }

    /** {@return the other side's transport address} */
    String peerAddress() {
        return peerAddress;
    }

    /** {@return the lane that carries it} */
    IoLane lane() {
        return lane;
    }

    /** {@return what is known of the peer, or {@code null} before its handshake is complete; any thread} */
    @Nullable PeerStatus status() {
        PeerStatus peer = established;
        Pipe carried = pipe;
        if (peer == null || carried == null) {
            return null;
        }
        return new PeerStatus(
                peer.endpoint(),
                peerAddress,
                peer.type(),
                peer.zmtpVersion(),
                carried.outgoing().size(),
                carried.incoming().size());
    }

    /** Begins the handshake. */
    void start() {
        try {
            key = loop.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            close("it could not be registered: " + e.getMessage());
            return;
        }
        lane.add(this);
        Handshake begun = new Handshake(host.type(), outlet, owner::takesPeer);
        handshake = begun;
        Duration limit = host.options().handshakeTimeout();
        if (limit.toNanos() > 0) {
            handshakeDeadline = loop.schedule(
                    limit.toNanos(), () -> close("no handshake within " + limit + ": " + begun.progress()));
        }
        begun.start();
    }

    @Override
    public void onReady(SelectionKey ready) {
        try {
            if (ready.isValid() && ready.isWritable()) {
                ready.interestOpsAnd(~SelectionKey.OP_WRITE);
                outlet.onWritable();
                closeIfLingeredOut();
            }
            if (!closed && ready.isValid() && ready.isReadable()) {
                read();
            }
        } catch (ProtocolViolationException e) {
            onViolation(e);
        } catch (Handshake.RefusedException e) {
            close(Objects.requireNonNullElse(e.getMessage(), "refused"));
        } catch (IOException e) {
            close(reason(e));
        } catch (RuntimeException | Error e) {
            close("internal error: " + e);
            throw e;
        }
    }

    private void read() throws IOException {
        activeSinceSweep = true;
        if (handshake != null) {
            readHandshake(handshake);
        } else {
            readTraffic(Objects.requireNonNull(sink));
        }
    }

    private void readHandshake(Handshake begun) throws IOException {
        ByteBuffer scratch = loop.scratch();
        int read = channel.read(scratch.clear());
        if (read < 0) {
            close(PEER_CLOSED);
            return;
        }
        scratch.flip();
        if (begun.feed(scratch)) {
            enterTraffic(begun);
            WireSink target = sink;
            if (target != null && scratch.hasRemaining()) {
                try {
                    target.append(scratch);
                } finally {
                    published(target);
                }
            }
        }
    }

    private void enterTraffic(Handshake complete) {
        handshake = null;
        cancel(handshakeDeadline);
        Pipe carried = owner.onHandshake(this);
        if (carried == null) {
            String reason = Handshake.hasPeer(host.type());
            outlet.command(CommandCodec.error(reason));
            close(reason);
            return;
        }
        pipe = carried;
        FrameQueue incoming = carried.incoming();
        sink = new WireSink(
                incoming,
                this::onCommand,
                host.options().maxMessageSize(),
                !host.type().receives());
        incoming.producer(() -> loop.execute(this::resumeReading));
        established = new PeerStatus(
                owner.endpoint(),
                peerAddress,
                complete.peerType(),
                complete.version().toString(),
                0,
                0);
        host.countConnection(1);
        host.tell(new MonitorEvent.HandshakeSucceeded(
                owner.endpoint(),
                peerAddress,
                complete.peerType(),
                complete.version().toString()));
        heartbeat.start();
        carried.outgoing().flusher(outlet);
        outlet.open(carried.outgoing());
    }

    private void readTraffic(WireSink target) throws IOException {
        for (int reads = 0; reads < MOST_READS_A_TURN; reads++) {
            if (target.isFull() && (reads > 0 || pause(target, host.options().receiveHwmBytes() >> 1))) {
                return;
            }
            int read;
            try {
                read = target.readFrom(channel, loop.scratch());
            } finally {
                published(target);
            }
            if (read == WireSink.END_OF_STREAM) {
                close(PEER_CLOSED);
                return;
            }
            if (read == WireSink.NO_ROOM) {
                if (pause(target, target.capacity() >> 1)) {
                    growIfStillPaused(target);
                    return;
                }
                continue;
            }
            if (read > 0) {
                heartbeat.onReceived();
            }
            if (!target.filledWhatWasOffered() || closed) {
                return;
            }
        }
    }

    private void published(WireSink target) {
        VarHandle.fullFence();
        target.queue().signalConsumer();
        if (target.discarded() != discarded) {
            host.countDropped(target.discarded() - discarded);
            discarded = target.discarded();
        }
    }

    private boolean pause(WireSink target, long resumeBytes) {
        FrameQueue queue = target.queue();
        queue.producerWaitsBelow(resumeBytes);
        if (queue.hasRoomToResume() && queue.producerResumes()) {
            return false;
        }
        paused = true;
        heartbeat.suspend(true);
        key().interestOpsAnd(~SelectionKey.OP_READ);
        return true;
    }

    private void growIfStillPaused(WireSink target) {
        loop.schedule(GROW_AFTER_NS, () -> {
            try {
                if (paused && !closed) {
                    growOrWait(target);
                }
            } catch (ProtocolViolationException e) {
                onViolation(e);
            }
        });
    }

    private void growOrWait(WireSink target) {
        FrameQueue queue = target.queue();
        if (queue.producerResumes() && target.growAlthoughUnread()) {
            resumeReading();
            return;
        }
        queue.producerWaitsBelow(target.capacity() >> 1);
        if (queue.hasRoomToResume() && queue.producerResumes()) {
            resumeReading();
        }
    }

    private void resumeReading() {
        if (paused && !closed) {
            paused = false;
            heartbeat.suspend(false);
            key().interestOpsOr(SelectionKey.OP_READ);
        }
    }

    private void onCommand(byte[] body) {
        Command command = Command.decode(body);
        if (command.is(Command.PING)) {
            heartbeat.onPing(CommandCodec.pingTtlDeciseconds(command), CommandCodec.pingContext(command));
        } else if (command.is(Command.ERROR)) {
            throw new Handshake.RefusedException("the peer sent ERROR: " + CommandCodec.errorReason(command));
        }
    }

    private void onViolation(ProtocolViolationException violation) {
        String reason = Objects.requireNonNullElse(violation.getMessage(), "protocol violation");
        host.countProtocolViolation();
        if (established != null) {
            host.tell(new MonitorEvent.ProtocolViolated(owner.endpoint(), peerAddress, reason));
        }
        close(reason);
    }

    @Override
    public void onBlocked() {
        if (!closed && key().isValid()) {
            key().interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    @Override
    public void onWriteFailed(IOException cause) {
        close(reason(cause));
    }

    /**
     * Closes once what is queued is written, or when the time is over.
     *
     * @param mostNs from now
     */
    void closeAfterLinger(long mostNs) {
        if (closed) {
            return;
        }
        if (mostNs <= 0 || established == null || outlet.isDrained()) {
            close("closed by us");
            return;
        }
        linger = loop.schedule(mostNs, () -> close("closed by us, linger is over"));
        pollLinger();
    }

    private void pollLinger() {
        final long pollNs = 1_000_000;
        closeIfLingeredOut();
        if (!closed) {
            loop.flushSoon(outlet);
            loop.schedule(pollNs, this::pollLinger);
        }
    }

    private void closeIfLingeredOut() {
        if (linger != null && !closed && outlet.isDrained()) {
            close("closed by us");
        }
    }

    /** Closes now. */
    void close(String reason) {
        if (closed) {
            return;
        }
        closed = true;
        cancel(handshakeDeadline);
        cancel(linger);
        heartbeat.stop();
        outlet.close();
        lane.remove(this);
        closeChannel();
        Pipe carried = pipe;
        if (carried != null) {
            carried.outgoing().flusher(Flusher.NONE);
            carried.incoming().producer(QueueSignal.NONE);
            Objects.requireNonNull(sink).dropPartialMessage();
            host.countConnection(-1);
            host.tell(new MonitorEvent.Disconnected(owner.endpoint(), peerAddress, reason));
        } else {
            host.countHandshakeFailure();
            host.tell(new MonitorEvent.HandshakeFailed(owner.endpoint(), peerAddress, reason));
        }
        established = null;
        owner.onClosed(this, carried, reason);
    }

    private void closeChannel() {
        try {
            if (key != null) {
                key.cancel();
            }
            if (channel.isConnected()) {
                channel.shutdownOutput();
                channel.read(loop.scratch().clear());
            }
        } catch (IOException alreadyBroken) {
            // Nothing is lost by it: what the peer has not taken by now it will not take.
            activeSinceSweep = false;
        }
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            activeSinceSweep = false;
        }
    }

    /** Gives ring memory back when nothing moved since the last call. */
    void releaseMemoryIfIdle() {
        Pipe carried = pipe;
        WireSink target = sink;
        if (carried == null || target == null || closed) {
            return;
        }
        boolean idle = !activeSinceSweep
                && !target.hasPartialMessage()
                && carried.outgoing().isEmpty();
        activeSinceSweep = false;
        if (idle && (target.holdsMemory() || carried.outgoing().capacity() > 0)) {
            host.releaseMemory(carried, outlet, target);
        }
    }

    private SelectionKey key() {
        return Objects.requireNonNull(key);
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private static String reason(IOException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }
}
