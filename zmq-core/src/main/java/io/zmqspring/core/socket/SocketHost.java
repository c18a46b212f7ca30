package io.zmqspring.core.socket;

import io.zmqspring.core.connection.ConnectionWriter;
import io.zmqspring.core.connection.EndpointHost;
import io.zmqspring.core.connection.IoThread;
import io.zmqspring.core.connection.SocketEndpoint;
import io.zmqspring.core.connection.Unsent;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pattern.Pattern;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.transport.Endpoint;
import io.zmqspring.core.transport.Transport;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pipes of one socket's peers, from the attachment to the messages that a departed peer leaves. Any thread. */
final class SocketHost implements EndpointHost {

    static final String CLOSED_BY_US = "the socket was closed";
    private static final long FIRST_RETRY_NS = 10_000_000;
    private static final long MAX_RETRY_NS = 1_000_000_000;

    private final SocketCore socket;
    private final ContextCore context;
    private final Pattern pattern;
    private final SendSide sendSide;
    private final ReceiveSide receiveSide;
    private final SocketEndpoints endpoints;
    private final SocketTally tally;
    private final DepartedPeers departed;
    private volatile boolean marksChanged;
    private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();

    SocketHost(
            SocketCore socket,
            ContextCore context,
            Pattern pattern,
            SendSide sendSide,
            ReceiveSide receiveSide,
            SocketEndpoints endpoints,
            SocketTally tally) {
        this.socket = socket;
        this.context = context;
        this.pattern = pattern;
        this.sendSide = sendSide;
        this.receiveSide = receiveSide;
        this.endpoints = endpoints;
        this.tally = tally;
        this.departed = new DepartedPeers(socket.options(), pipe -> giveBackIncoming(pipe, FIRST_RETRY_NS));
        Pipe own = pattern.receiving().ownPipe();
        if (own != null) {
            pipes.add(own);
            receiveSide.attach(own);
        }
    }

    @Override
    public SocketType type() {
        return socket.type();
    }

    @Override
    public SocketOptions options() {
        return socket.options();
    }

    @Override
    public Mechanism mechanism() {
        return socket.mechanism();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public boolean awaitsHandler() {
        return receiveSide.awaitsHandler();
    }

    @Override
    public Transport transport(Endpoint endpoint) {
        return context.transport(endpoint);
    }

    @Override
    public Executor blockingCalls() {
        return context.blockingCalls();
    }

    @Override
    public Executor fileCalls() {
        return context.fileCalls();
    }

    @Override
    public IoThread ioThread() {
        return context.ioThread();
    }

    @Override
    public Pipe createPipe() {
        return pipe(outgoing(), incoming());
    }

    @Override
    public Pipe createOpposite(Pipe peers) {
        return pipe(peers.incoming(), peers.outgoing());
    }

    private Pipe pipe(FrameQueue outgoing, FrameQueue incoming) {
        return new Pipe(outgoing, incoming, pattern.writes(), pattern.reads());
    }

    @Override
    public @Nullable Pipe adoptPipe() {
        if (!takesPeer()) {
            return null;
        }
        FrameQueue orphan = sendSide.orphans().adopt();
        boolean attached = false;
        try {
            Pipe pipe = pipe(orphan == null ? outgoing() : orphan, incoming());
            attached = attach(pipe);
            return attached ? pipe : null;
        } finally {
            if (orphan != null && !attached) {
                keepOrDrop(orphan, String.valueOf(endpoints.last()), CLOSED_BY_US);
            }
        }
    }

    private FrameQueue outgoing() {
        FrameQueue queue = new FrameQueue(
                context.pool(),
                context.bodies().toSend(),
                options().sendHwm(),
                options().sendHwmBytes());
        prepare(queue);
        return queue;
    }

    private FrameQueue incoming() {
        FrameQueue queue = new FrameQueue(
                context.pool(),
                context.bodies().received(),
                options().receiveHwm(),
                options().receiveHwmBytes());
        if (options().conflate() && type().receives()) {
            queue.keepNewest(() -> countDropped(1));
        }
        return queue;
    }

    @Override
    public void prepare(FrameQueue outgoing) {
        if (options().conflate() && type().sends()) {
            outgoing.keepNewest(() -> countDropped(1));
        } else if (options().overflowPolicy() == OverflowPolicy.DROP_OLDEST) {
            outgoing.dropOldest(() -> countDropped(1));
        }
    }

    @Override
    public void keepNewest(Pipe pipe, Runnable forgotten) {
        sendSide.change(() -> pipe.keepNewest(forgotten));
    }

    /** The socket has other high-water marks: endpoints see to queues of two sockets. */
    void onMarksChanged() {
        marksChanged = true;
        pipes.forEach(this::limit);
    }

    private void limit(Pipe pipe) {
        if (!pipe.outgoing().isShared() && pipe != pattern.receiving().ownPipe()) {
            pipe.incoming().limit(options().receiveHwm(), options().receiveHwmBytes());
            if (pipe.writer() != null) {
                sendSide.change(() -> limitOutgoing(pipe));
            }
        }
    }

    private void limitOutgoing(Pipe pipe) {
        pipe.outgoing().limit(options().sendHwm(), options().sendHwmBytes());
        pipe.requireWriter().forgetCredit();
    }

    @Override
    public boolean mayReadNewPeer(Runnable goAhead) {
        return departed.mayReadNewPeer(goAhead);
    }

    @Override
    public void withdrawNewPeer(Runnable goAhead) {
        departed.withdraw(goAhead);
    }

    @Override
    public boolean takesPeer() {
        return !socket.isClosed() && pattern.admission().isOpen();
    }

    @Override
    public boolean attach(Pipe pipe) {
        if (socket.isClosed() || !pattern.admission().admit(pipe)) {
            return false;
        }
        boolean attached = false;
        try {
            pipes.add(pipe);
            if (marksChanged) {
                // It may have been created just before.
                limit(pipe);
            }
            if (pattern.reads()) {
                receiveSide.attach(pipe);
            }
            // The last step that may fail: no message is written to a pipe that does not take part.
            attached = !pattern.writes() || sendSide.attach(pipe);
        } finally {
            if (!attached) {
                withdraw(pipe);
            }
        }
        return attached;
    }

    @Override
    public boolean reads() {
        return pattern.reads();
    }

    @Override
    public @Nullable String connected(Pipe pipe, ZmqPeer peer) {
        pipe.peer(peer);
        return sendSide.connected(pipe);
    }

    @Override
    public void disconnected(Pipe pipe) {
        pipe.peerGone();
        sendSide.disconnected(pipe);
    }

    @Override
    public void onCommand(Pipe pipe, Command command) {
        sendSide.onCommand(pipe, command);
    }

    @Override
    public void write(Pipe pipe, byte[] body) {
        MessageWriter writer = pipe.requireWriter();
        EncodedMessage message = new EncodedMessage().encode(body);
        boolean[] written = new boolean[1];
        sendSide.change(() -> written[0] = writer.writeBeyondMark(message));
        if (written[0]) {
            writer.consumer().wakeAfterPublish();
        } else {
            tally.drop(String.valueOf(endpoints.last()), 1, "no memory for it");
        }
    }

    @Override
    public void closeToSend(Pipe pipe) {
        sendSide.closeToSend(pipe);
        makeRoomForPeer(pipe);
    }

    @Override
    public boolean endSending(Pipe pipe) {
        if (socket.isClosed() && !pipe.isClosedToSend() && sendSide.orphans().isPassingOn()) {
            sendSide.orphans().onRoom();
            return false;
        }
        closeToSend(pipe);
        return true;
    }

    private void makeRoomForPeer(Pipe leaving) {
        if (pattern.admission().leave(leaving) && !socket.isClosed()) {
            endpoints.onRoomForPeer();
        }
    }

    @Override
    public void detach(Pipe pipe, String endpoint, Unsent unsent, String reason) {
        try {
            if (pattern.writes()) {
                sendSide.detach(pipe);
            }
        } finally {
            pipes.remove(pipe);
            try {
                if (pattern.reads() && !pipe.incoming().isEmpty()) {
                    departed.add(pipe);
                }
            } finally {
                try {
                    settle(pipe, endpoint, unsent, reason);
                } finally {
                    makeRoomForPeer(pipe);
                }
            }
        }
    }

    private void settle(Pipe pipe, String endpoint, Unsent unsent, String reason) {
        giveBackIncoming(pipe, FIRST_RETRY_NS);
        FrameQueue queue = pipe.outgoing();
        if (unsent == Unsent.LEAVE || !pattern.writes() || queue.isEmpty()) {
            queue.releaseMemoryAtEnd();
        } else if (unsent == Unsent.KEEP) {
            keepOrDrop(queue, endpoint, reason);
        } else {
            drop(queue, endpoint, reason);
        }
    }

    private void keepOrDrop(FrameQueue queue, String endpoint, String reason) {
        boolean kept = false;
        try {
            kept = sendSide.orphans().keep(queue);
        } finally {
            if (!kept) {
                drop(queue, endpoint, reason);
            }
        }
    }

    private void drop(FrameQueue queue, String endpoint, String reason) {
        try {
            tally.dropUnsent(endpoint, pattern.sending().unsentMessages(queue), reason);
        } finally {
            queue.abandon();
        }
    }

    @Override
    public void withdraw(Pipe pipe) {
        try {
            if (pattern.writes()) {
                sendSide.detach(pipe);
            }
        } finally {
            pipes.remove(pipe);
            makeRoomForPeer(pipe);
        }
    }

    /** Tries again later while a message is being taken: otherwise only the garbage collector would find the memory. */
    private void giveBackIncoming(Pipe detached, long retryNs) {
        boolean released = receiveSide.whileIdle(() -> {
            detached.incoming().releaseMemoryAtEnd();
            detached.refreshReader();
        });
        if (!released) {
            try {
                long nextNs = Math.min(2 * retryNs, MAX_RETRY_NS);
                context.ioThread().later(retryNs, () -> giveBackIncoming(detached, nextNs));
            } catch (RuntimeException | Error noIoThread) {
                context.pool().leave();
            }
        }
    }

    @Override
    public void whileNotSending(Runnable action) {
        sendSide.whileIdle(action);
    }

    @Override
    public void whileNotReceiving(Runnable action) {
        receiveSide.whileIdle(action);
    }

    @Override
    public void releaseMemory(Pipe pipe, ConnectionWriter connectionWriter, ChannelToQueue channelToQueue) {
        receiveSide.whileIdle(() -> {
            if (pipe.incoming().releaseMemoryIfEmpty()) {
                pipe.refreshReader();
                channelToQueue.refreshRing();
            }
        });
        if (pipe.writer() != null) {
            sendSide.whileIdle(() -> connectionWriter.whileNotWriting(() -> {
                if (pipe.outgoing().releaseMemoryIfEmpty()) {
                    pipe.requireWriter().refreshRing();
                }
            }));
        }
    }

    @Override
    public void releaseOutgrownRings(Pipe pipe) {
        receiveSide.whileIdle(() -> {
            pipe.incoming().releaseOutgrownRings();
            pipe.refreshReader();
        });
    }

    @Override
    public void publish(MonitorEvent event) {
        tally.publish(event);
    }

    @Override
    public void internalError(Throwable error) {
        context.internalError(error);
    }

    @Override
    public void ended(SocketEndpoint endpoint) {
        socket.end().onEnded(endpoint);
    }

    @Override
    public void countConnection(int change) {
        tally.countConnection(change);
        socket.onPeersChanged();
    }

    @Override
    public void countHandshakeFailure() {
        tally.countHandshakeFailure();
    }

    @Override
    public void countProtocolViolation() {
        tally.countProtocolViolation();
    }

    @Override
    public void countReconnect() {
        tally.countReconnect();
    }

    @Override
    public void countDropped(long count) {
        tally.countDropped(count);
    }

    /** {@return messages queued and not handed to the operating system} */
    long queuedToSend() {
        long count = sendSide.orphans().count();
        if (pattern.writes()) {
            for (Pipe pipe : pipes) {
                count += pipe.writer() == null ? 0 : pipe.outgoing().size();
            }
        }
        return count;
    }

    /** {@return messages that have arrived and are not received} */
    long queuedToReceive() {
        long count = departed.unread();
        if (pattern.reads()) {
            for (Pipe pipe : pipes) {
                count += pipe.incoming().size();
            }
        }
        return count;
    }

    private void giveUpUnread(Consumer<FrameQueue> giveUp) {
        for (Pipe pipe : pipes) {
            giveUp.accept(pipe.incoming());
        }
        pipes.clear();
        departed.clear(giveUp);
    }

    /** Gives up what has arrived, and counts what was discarded; the socket is closed and has no endpoint any more. */
    void dropUnread(long discarded) {
        try {
            tally.drop(
                    String.valueOf(endpoints.last()),
                    queuedToReceive() + discarded,
                    "arrived and not received when the socket was closed");
        } finally {
            if (!receiveSide.whileIdle(() -> giveUpUnread(FrameQueue::abandon))) {
                giveUpUnread(FrameQueue::forget);
            }
        }
    }
}
