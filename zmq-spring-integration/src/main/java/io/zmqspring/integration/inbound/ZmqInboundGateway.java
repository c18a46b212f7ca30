package io.zmqspring.integration.inbound;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.DaemonThreads;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.ResponderCounters;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterLoop;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.AdapterSocketSettings;
import io.zmqspring.integration.support.AsyncStop;
import io.zmqspring.integration.support.InboundMapping;
import io.zmqspring.integration.support.MessageMapping;
import io.zmqspring.integration.support.RawFramesErrorMessageStrategy;
import io.zmqspring.integration.support.ReceivedMappingSettings;
import io.zmqspring.integration.support.ReceivingControl;
import io.zmqspring.integration.support.ReceivingThreads;
import io.zmqspring.integration.support.ReceivingThreadsSettings;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.AttributeAccessor;
import org.springframework.integration.mapping.InboundMessageMapper;
import org.springframework.integration.mapping.OutboundMessageMapper;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;

/**
 * Inbound gateway: sends each request that a REP or ROUTER socket receives to the request channel, and the reply of the
 * flow back to the peer that asked. Its peers are REQ and DEALER sockets, {@link io.zmqspring.core.ZmqRequester} and
 * {@link io.zmqspring.integration.outbound.ZmqOutboundGateway} (28/REQREP).
 *
 * <p>No thread waits for a reply: the flow may reply on any thread, later, and in any order, with up to {@link
 * #setMaxOpenRequests} requests open. One thread receives and runs the flow up to the first asynchronous channel, or
 * more with {@link #setConcurrency}. A REP socket is a ROUTER inside, which is the same for its peers; only a given REP
 * that is no {@link io.zmqspring.core.lifecycle.RestartableSocket}, or is open already, handles one request at a time.
 *
 * <p>A request whose flow fails goes to the error channel, with the received frames in {@link ZmqHeaders#RAW_MESSAGE};
 * what the error flow replies is the reply. Without an error channel {@link #setErrorReply} makes the reply, and
 * without that either the request is given up: logged, counted, and the peer gets none. A request without a reply
 * within {@link #setReplyTimeout} is given up too, or is a failure when {@link #setErrorOnTimeout} says so. A second or
 * late reply is counted, logged and dropped.
 *
 * <p>What a REP socket receives without the delimiter of a REQ is dropped and counted; a ROUTER replies to such
 * requests of a DEALER, without one.
 *
 * <p>At stop, what had arrived is still handed to the flow and replied to, within {@link #setShutdownTimeout}; requests
 * still open then are given up. Sockets are opened and closed as by {@link ZmqMessageProducer}.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqInboundGateway extends ObservedGateway
        implements AdapterSocketSettings, ReceivedMappingSettings, ReceivingThreadsSettings, ReceivingControl {

    private static final int DEFAULT_MAX_OPEN_REQUESTS = 4096;

    private final AdapterSocket adapterSocket;
    private final boolean concurrentReplies;
    private final AdapterLoop loop;
    private final MessageMapping mapping = new MessageMapping();
    private final ReceivingThreads threads = new ReceivingThreads();
    private @Nullable InboundMessageMapper<Object> requestMapper;
    private @Nullable OutboundMessageMapper<?> replyMapper;
    private int maxOpenRequests = DEFAULT_MAX_OPEN_REQUESTS;
    private @Nullable Function<? super Throwable, ?> errorReply;

    @SuppressWarnings("NullAway.Init")
    private RequestExchange exchange;

    @SuppressWarnings("NullAway.Init")
    private Semaphore room;

    @SuppressWarnings("NullAway.Init")
    private Executor late;

    private volatile @Nullable RequestRun run;

    /**
     * Replies on a socket that others open and close.
     *
     * @param socket a REP or ROUTER
     * @throws IllegalArgumentException when it is of another type
     */
    public ZmqInboundGateway(ZmqSocket socket) {
        this(AdapterSocket.given(socket));
    }

    /**
     * Replies on a REP socket of its own.
     *
     * @param context creates the socket
     */
    public ZmqInboundGateway(ZmqContext context) {
        this(context, SocketType.REP);
    }

    /**
     * Replies on a socket of its own.
     *
     * @param context creates the socket
     * @param type REP or ROUTER
     * @throws IllegalArgumentException when it is another
     */
    public ZmqInboundGateway(ZmqContext context, SocketType type) {
        this(AdapterSocket.own(context, type));
    }

    @SuppressWarnings("this-escape")
    private ZmqInboundGateway(AdapterSocket adapterSocket) {
        SocketType type = adapterSocket.type();
        if (type != SocketType.REP && type != SocketType.ROUTER) {
            throw new IllegalArgumentException("an inbound gateway needs a REP or ROUTER socket: type=" + type);
        }
        this.adapterSocket = adapterSocket;
        this.concurrentReplies = type == SocketType.ROUTER || adapterSocket.replyConcurrently();
        this.loop = AdapterLoop.replying(adapterSocket, this::newRun, this::onUnexpectedEnd);
        setErrorMessageStrategy(new RawFramesErrorMessageStrategy());
        setPhase(Integer.MAX_VALUE / 2);
    }

    /**
     * Sets the mapper of requests alone.
     *
     * @param requestMapper called with the {@link ZmqMessage} behind the envelope and the headers of the request
     */
    @Override
    @SuppressWarnings("unchecked")
    public void setRequestMapper(@Nullable InboundMessageMapper<?> requestMapper) {
        this.requestMapper = (InboundMessageMapper<Object>) requestMapper;
    }

    /**
     * Sets the mapper of replies alone.
     *
     * @param replyMapper gives a {@code byte[]}, {@code String}, {@link java.nio.ByteBuffer}, {@link ZmqMessage} or
     *     {@code List<byte[]>}
     */
    @Override
    public void setReplyMapper(OutboundMessageMapper<?> replyMapper) {
        this.replyMapper = replyMapper;
    }

    /**
     * Sets what makes the reply to a request that failed, when there is no error channel or that fails too.
     *
     * @param errorReply gives a payload to be mapped like any reply; by default {@code null}: there is no reply, and a
     *     REQ that asked waits
     */
    public void setErrorReply(@Nullable Function<? super Throwable, ?> errorReply) {
        this.errorReply = errorReply;
    }

    /**
     * Sets how many requests may be open. Further ones wait in the socket and then at the peers.
     *
     * @param maxOpenRequests 1 or more, by default 4096
     * @throws IllegalArgumentException when it is less
     */
    public void setMaxOpenRequests(int maxOpenRequests) {
        if (maxOpenRequests < 1) {
            throw new IllegalArgumentException(
                    "maxOpenRequests=" + maxOpenRequests + " is out of range: allowed is 1 or more");
        }
        this.maxOpenRequests = maxOpenRequests;
    }

    @Override
    public AdapterSocket adapterSocket() {
        return adapterSocket;
    }

    @Override
    public MessageMapping mapping() {
        return mapping;
    }

    @Override
    public ReceivingThreads receivingThreads() {
        return threads;
    }

    @Override
    public AdapterLoop adapterLoop() {
        return loop;
    }

    @Override
    public String getComponentType() {
        return "zmq:inbound-gateway";
    }

    /**
     * Gives what was counted since this gateway was created.
     *
     * @return the counters: {@code failed} are failures of the flow, {@code givenUp} has requests without a reply in
     *     time in it, {@code undeliverable} is what the socket refused; {@code departed} is always 0
     */
    public ResponderCounters getCounters() {
        return exchange.counters();
    }

    /** {@return how many requests wait for their reply now} */
    @ManagedAttribute
    public long getOpenRequests() {
        return exchange.counters().open();
    }

    /** {@return how many requests were given up, time-outs included} */
    @ManagedAttribute
    public long getGivenUpRequests() {
        return exchange.counters().givenUp();
    }

    /** {@return how many replies came when there had been one, or the request had been given up} */
    @ManagedAttribute
    public long getLateReplies() {
        return exchange.lateReplies();
    }

    @Override
    protected void onInit() {
        super.onInit();
        adapterSocket.validate();
        ZmqMessageMapper mapper = new GatewayMessageMapper(mapping.forReceiving(), requestMapper, replyMapper);
        InboundMapping inbound = new InboundMapping(adapterSocket, name(), false, mapper);
        this.exchange = new RequestExchange(this, inbound, mapper, errorReply, concurrentReplies, loop::socket);
        this.room = new Semaphore(concurrentReplies ? maxOpenRequests : 1);
        this.late = DaemonThreads.few(name() + "-late-");
    }

    private RequestRun newRun() {
        OpenRequests open = new OpenRequests(
                room, messagingTemplate.getReceiveTimeout(), this::getTaskScheduler, exchange::onTimeout, late);
        RequestRun created = new RequestRun(exchange, open);
        run = created;
        return created;
    }

    /**
     * Binds, connects and begins to receive.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; the gateway is then not
     *         running
     */
    @Override
    protected void doStart() {
        registerReplyMessageCorrelatorIfNecessary();
        super.doStart();
        loop.start(name(), concurrentReplies ? threads.concurrency() : 1, threads.executor(name(), getPhase()));
    }

    /**
     * Waits until what had arrived was replied to, and closes the socket if it is the gateway's own. Called by the flow
     * itself it returns at once, and the rest happens when the flow has returned.
     */
    @Override
    protected void doStop() {
        beginStop();
        loop.stop(threads.shutdownTimeout());
        super.doStop();
    }

    /** Stops on a thread of its own, so that several endpoints stop side by side; the flow's thread stops at once. */
    @Override
    protected void doStop(Runnable callback) {
        if (loop.isWorker()) {
            super.doStop(callback);
            return;
        }
        beginStop();
        Runnable stopping = loop.stopping(threads.shutdownTimeout());
        AsyncStop.run(
                name(),
                () -> {
                    stopping.run();
                    stopCorrelator();
                },
                callback);
    }

    private void beginStop() {
        RequestRun stopping = run;
        if (stopping != null) {
            stopping.beginStop(threads.shutdownTimeout());
        }
    }

    /** Ends what takes replies off the reply channel, unless the gateway was started meanwhile. */
    private void stopCorrelator() {
        lifecycleLock.lock();
        try {
            if (!isRunning()) {
                super.doStop();
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    protected AttributeAccessor getErrorMessageAttributes(@Nullable Message<?> message) {
        AttributeAccessor attributes = super.getErrorMessageAttributes(message);
        if (message != null && message.getHeaders().getReplyChannel() instanceof OpenRequest request) {
            attributes.setAttribute(ZmqHeaders.RAW_MESSAGE, request.received());
        }
        return attributes;
    }

    private String name() {
        String name = getComponentName();
        return name != null ? name : getComponentType();
    }

    private void onUnexpectedEnd(Throwable reason) {
        logger.error(reason, () -> this + " stops: its socket can no longer receive");
        loop.stopAfterFailure(name(), lifecycleLock, this::stop);
    }
}
