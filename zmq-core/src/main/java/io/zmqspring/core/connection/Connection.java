package io.zmqspring.core.connection;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.loop.ChannelHandler;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.Timer;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.monitor.CloseCause;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.pipe.SenderAssist;
import io.zmqspring.core.transport.Reasons;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.CommandCodec;
import io.zmqspring.core.zmtp.TrafficCodec;
import io.zmqspring.core.zmtp.ZmtpVersion;
import io.zmqspring.core.zmtp.mechanism.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One channel to one peer, from its handshake to its end. The loop's owner calls everything here.
 *
 * <pre>
 *   HANDSHAKE ──► TRAFFIC ──closeAfterLinger──► FLUSHING ──all written──► FINISHING
 *       │            │                              │                          │ output shut, reading on
 *       └────────────┴──────── failure, end of stream, end of linger ──────────┴──► CLOSED
 * </pre>
 *
 * FINISHING exists because a close with unread input resets the connection, and then the operating system throws away
 * what it has not yet delivered (RFC 2525, 2.17). An exception in any state closes this connection and no other.
 */
public final class Connection
        implements ChannelHandler,
                WriteListener,
                TrafficListener,
                Heartbeat.HeartbeatListener,
                HandshakePhase.PhaseListener {

    private static final String PEER_CLOSED = "the peer closed the connection";
    private static final String CLOSED_BY_US = "closed by us";

    /** Longest wait for the peer's end once everything is written, also when linger has no end. */
    private static final long MAX_FINISHING_NS = 30_000_000_000L;

    /** How often a closed socket looks whether more was passed on to this peer. */
    private static final long LOOK_AGAIN_NS = 10_000_000;

    private enum State {
        HANDSHAKE,
        TRAFFIC,
        FLUSHING,
        FINISHING,
        CLOSED
    }

    private final ConnectionHost host;
    private final SocketEvents events;
    private final ConnectionOwner owner;
    private final IoThread ioThread;
    private final EventLoop loop;
    private final SocketChannel channel;
    private final String peerAddress;
    private final ConnectionReport report;
    private final ConnectionWriter writer;
    private final Heartbeat heartbeat;
    private final PeerNotices notices;
    private State state = State.HANDSHAKE;
    private @Nullable HandshakePhase handshake;
    private @Nullable SelectionKey key;
    private @Nullable Timer linger;
    private @Nullable Timer finishing;
    private @Nullable ConnectionReader reader;
    private volatile @Nullable Pipe pipe;
    private volatile @Nullable ZmqPeer established;
    private final Runnable goAhead = this::goAhead;
    private long firstPosition;
    private ZmtpVersion version = ZmtpVersion.V3_1;
    private boolean hasBeenRead;
    private boolean activeSinceSweep;

    Connection(
            ConnectionHost host, ConnectionOwner owner, IoThread ioThread, SocketChannel channel, String peerAddress) {
        this.host = host;
        this.events = host.events();
        this.owner = owner;
        this.ioThread = ioThread;
        this.loop = ioThread.loop();
        this.channel = channel;
        this.peerAddress = peerAddress;
        this.report = new ConnectionReport(events, owner, peerAddress);
        this.writer = new ConnectionWriter(loop, BatchedChannel.toWrite(channel, host.options()), this);
        this.notices = PeerNotices.of(host.options(), owner.isBound());
        this.heartbeat = new Heartbeat(loop, writer, host.options(), this);
    }

    /** {@return the other side's transport address} */
    String peerAddress() {
        return peerAddress;
    }

    /** {@return the I/O thread that carries it} */
    IoThread ioThread() {
        return ioThread;
    }

    /** {@return what is known of the peer, or {@code null} before its handshake is complete; any thread} */
    @Nullable PeerStatus status() {
        ZmqPeer peer = established;
        Pipe carried = pipe;
        if (peer == null || carried == null) {
            return null;
        }
        return new PeerStatus(
                peer.endpoint(),
                peerAddress,
                peer.type(),
                peer.zmtpVersion(),
                carried.shownRoutingId(),
                carried.outgoing().size(),
                carried.incoming().size(),
                carried.dropped());
    }

    /** Begins the handshake. */
    void start() {
        run(() -> {
            key = loop.register(channel, SelectionKey.OP_READ, this);
            ioThread.add(this);
            HandshakePhase begun =
                    new HandshakePhase(host, loop, channel, key(), peerAddress, writer, owner::takesPeer, this);
            handshake = begun;
            begun.start();
        });
    }

    @Override
    public void onReady(SelectionKey ready) {
        run(() -> {
            if (ready.isValid() && ready.isWritable()) {
                ready.interestOpsAnd(~SelectionKey.OP_WRITE);
                writer.onWritable();
            }
            if (state != State.CLOSED && ready.isValid() && ready.isReadable()) {
                read();
            }
        });
    }

    @Override
    public void onLoopClosed() {
        close(CloseCause.CLOSED_HERE, "the I/O thread has ended");
    }

    @Override
    public void run(ConnectionStep step) {
        if (state == State.CLOSED) {
            return;
        }
        try {
            step.run();
        } catch (ZmqProtocolViolationException e) {
            onViolation(e);
        } catch (RefusedException e) {
            onRefused(e);
        } catch (IOException e) {
            close(CloseCause.IO_ERROR, Reasons.of(e));
        } catch (RuntimeException | Error e) {
            try {
                close(CloseCause.INTERNAL_ERROR, "internal error: " + Reasons.of(e));
            } finally {
                events.internalError(e);
            }
        }
    }

    private void read() throws IOException {
        activeSinceSweep = true;
        HandshakePhase begun = handshake;
        boolean goesOn =
                begun != null ? begun.read() : Objects.requireNonNull(reader).read();
        if (!goesOn) {
            onEndOfStream();
        }
    }

    @Override
    public void onEndOfStream() {
        if (state == State.FINISHING) {
            close(CloseCause.CLOSED_HERE, CLOSED_BY_US);
        } else {
            close(CloseCause.PEER_CLOSED, PEER_CLOSED);
        }
    }

    @Override
    public void onHandshake(Handshake complete, ByteBuffer traffic) {
        handshake = null;
        Pipe carried = owner.onHandshake(this);
        if (carried == null) {
            close(CloseCause.REFUSED, Handshake.hasPeer(host.type()));
            return;
        }
        enterTraffic(complete, carried);
        ConnectionReader begun = reader;
        if (begun != null && state != State.CLOSED && traffic.hasRemaining()) {
            begun.append(traffic);
        }
    }

    private void onRefused(RefusedException refusal) {
        String errorReason = refusal.errorReason();
        if (errorReason != null) {
            writer.command(CommandCodec.error(errorReason));
        }
        if (refusal.isFinal()) {
            owner.onRefusedForGood();
        }
        close(CloseCause.REFUSED, Objects.requireNonNullElse(refusal.getMessage(), "refused"));
    }

    private void enterTraffic(Handshake complete, Pipe carried) {
        pipe = carried;
        state = State.TRAFFIC;
        firstPosition = carried.outgoing().headPosition();
        version = complete.version();
        ZmqPeer peer = complete.peer(owner.endpoint());
        carried.disconnector(reason -> loop.execute(() -> run(() -> close(CloseCause.LIMIT, reason))));
        String refusal = host.connected(carried, peer);
        established = peer;
        report.handshakeSucceeded(peer, carried.shownRoutingId(), complete.mechanism());
        if (refusal != null) {
            close(CloseCause.REFUSED, refusal);
            return;
        }
        TrafficCodec codec = complete.codec();
        reader = new ConnectionReader(
                loop,
                BatchedChannel.toRead(channel, host.options()),
                key(),
                codec == null ? null : codec.decoder(),
                carried.incoming(),
                host.reads(),
                host.options(),
                this,
                events::countDropped);
        if (version.hasCommands()) {
            heartbeat.start(version.hasPing());
        }
        if (host.reads() && !host.mayReadNewPeer(goAhead)) {
            heartbeat.fallSilent();
            reader.waitForOthers();
        } else {
            beginReading();
        }
        carried.outgoing().senderAssist(writer);
        reader.appendFrames(notices.arrivalFrame());
        writer.open(carried.outgoing(), codec == null ? null : codec.encoder(), notices.helloFrame());
        complete.impliedCommands().forEach(command -> host.onCommand(carried, command));
    }

    @Override
    public void onRead() {
        heartbeat.onReceived();
    }

    private void goAhead() {
        loop.execute(() -> run(() -> {
            beginReading();
            Objects.requireNonNull(reader).goAhead();
        }));
    }

    private void beginReading() {
        hasBeenRead = true;
        owner.onReading(this);
    }

    /** {@return whether its handshake is complete and its traffic is read} */
    boolean hasBeenRead() {
        return hasBeenRead;
    }

    @Override
    public void onRingsOutgrown() {
        host.releaseOutgrownRings(Objects.requireNonNull(pipe));
    }

    @Override
    public void onTurnEnd() {
        heartbeat.answerPings();
    }

    @Override
    public void onStillPaused() throws IOException {
        ConnectionReader traffic = reader;
        if (traffic != null) {
            traffic.lookAhead();
        }
    }

    @Override
    public void onTimeout(String reason) {
        close(CloseCause.TIMEOUT, reason);
    }

    @Override
    public void giveUp(String reason) {
        close(CloseCause.LIMIT, reason);
    }

    @Override
    public void onPaused(boolean paused) {
        heartbeat.suspend(paused);
    }

    @Override
    public void onCommand(byte[] body) {
        version.requireCommands();
        Command command = Command.decode(body);
        if (command.is(Command.PING)) {
            heartbeat.onPing(CommandCodec.pingTtlDeciseconds(command), CommandCodec.pingContext(command));
        } else if (command.is(Command.PONG)) {
            heartbeat.onPong();
        } else if (command.is(Command.ERROR)) {
            throw new RefusedException("the peer sent ERROR: " + CommandCodec.errorReason(command));
        } else {
            host.onCommand(Objects.requireNonNull(pipe), command);
        }
    }

    private void onViolation(ZmqProtocolViolationException violation) {
        String reason = Objects.requireNonNullElse(violation.getMessage(), "protocol violation");
        report.protocolViolated(reason, established == null);
        close(CloseCause.PROTOCOL, reason);
    }

    @Override
    public void onBlocked() {
        if (state != State.CLOSED && key().isValid()) {
            key().interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    @Override
    public void onWriteFailed(Throwable cause) {
        run(() -> {
            ConnectionReader traffic = reader;
            if (traffic != null && traffic.isWaitingForOthers()) {
                return;
            }
            if (traffic != null) {
                traffic.readWhatHadArrived();
            }
            if (state == State.HANDSHAKE && cause instanceof IOException) {
                close(CloseCause.PEER_CLOSED, PEER_CLOSED + ": " + Reasons.of(cause));
            } else {
                boolean failed = cause instanceof IOException;
                close(failed ? CloseCause.IO_ERROR : CloseCause.INTERNAL_ERROR, Reasons.of(cause));
            }
        });
        if (!(cause instanceof IOException)) {
            events.internalError(cause);
        }
    }

    /**
     * Closes once what is queued is written and the peer has ended its side too, or when the time is over. A later call
     * may only shorten the time to 0.
     *
     * @param lingerNs from now
     */
    void closeAfterLinger(long lingerNs) {
        run(() -> {
            if (lingerNs <= 0 || state == State.HANDSHAKE) {
                close(CloseCause.CLOSED_HERE, CLOSED_BY_US);
                return;
            }
            if (host.isClosed()) {
                Objects.requireNonNull(reader).skipFromNowOn();
            }
            if (state == State.TRAFFIC) {
                state = State.FLUSHING;
                linger = loop.schedule(lingerNs, () -> close(CloseCause.CLOSED_HERE, "closed by us, linger is over"));
                writer.notifyWhenDrained();
            }
        });
    }

    @Override
    public void onDrained() {
        run(() -> {
            if (state != State.FLUSHING) {
                return;
            }
            Pipe carried = Objects.requireNonNull(pipe);
            if (!host.endSending(carried) || !writer.isDrained()) {
                loop.schedule(LOOK_AGAIN_NS, () -> run(writer::notifyWhenDrained));
                return;
            }
            if (carried.outgoing().headPosition() == firstPosition) {
                close(CloseCause.CLOSED_HERE, CLOSED_BY_US);
                return;
            }
            state = State.FINISHING;
            heartbeat.stop();
            writer.close();
            channel.shutdownOutput();
            finishing = loop.schedule(
                    MAX_FINISHING_NS,
                    () -> close(CloseCause.CLOSED_HERE, "closed by us, the peer did not end its side"));
        });
    }

    /** Closes now. */
    void close(CloseCause cause, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        Pipe carried = pipe;
        try {
            release(carried, reason);
        } finally {
            ioThread.remove(this);
            try {
                ChannelCloser.closeWithInput(channel, key, loop.scratch());
                if (carried != null && reader != null && owner.isOpen() && !host.isClosed()) {
                    notices.onDeparted(carried.incoming(), events, owner.endpoint());
                }
            } finally {
                end(carried, cause, reason);
            }
        }
    }

    private void end(@Nullable Pipe carried, CloseCause cause, String reason) {
        established = null;
        try {
            if (carried != null) {
                host.disconnected(carried);
            }
        } finally {
            report.ended(this, carried, cause, reason);
        }
    }

    private void release(@Nullable Pipe carried, String reason) {
        if (handshake != null) {
            handshake.end();
        }
        Timer.cancel(linger);
        Timer.cancel(finishing);
        heartbeat.stop();
        boolean cut = writer.close();
        host.withdrawNewPeer(goAhead);
        if (carried != null) {
            carried.disconnector(Pipe.NOT_CONNECTED);
            carried.outgoing().senderAssist(SenderAssist.NONE);
            try {
                if (reader != null) {
                    reader.close();
                }
            } finally {
                if (cut) {
                    CutMessage.resendOrDrop(carried.outgoing(), events, owner.endpoint(), reason);
                }
            }
        }
    }

    /** Gives ring memory back when nothing moved since the last call. */
    void releaseMemoryIfIdle() {
        Pipe carried = pipe;
        ConnectionReader traffic = reader;
        if (carried == null || traffic == null || state == State.CLOSED) {
            return;
        }
        boolean idle = !activeSinceSweep
                && !traffic.hasPartialMessage()
                && carried.outgoing().isEmpty();
        activeSinceSweep = false;
        if (idle) {
            traffic.releaseMemoryIfEmpty();
        }
        if (idle && (carried.incoming().capacity() > 0 || carried.outgoing().capacity() > 0)) {
            host.releaseMemory(carried, writer, traffic.channelToQueue());
        }
    }

    private SelectionKey key() {
        return Objects.requireNonNull(key);
    }
}
