package io.zmqspring.integration.outbound;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.error.ZmqException;
import io.zmqspring.core.error.ZmqRequestException;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.lifecycle.LockStepRequester;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.MessageMapping;
import io.zmqspring.integration.support.ReceivedMappingSettings;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.integration.handler.AbstractReplyProducingMessageHandler;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.integration.support.management.ManageableLifecycle;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Outbound gateway: sends each message as a request and returns the reply. It uses a {@link ZmqRequester}, which is a
 * DEALER, or a REQ socket; with REQ each request waits for the reply to the request before. Its peers are REP sockets,
 * servers on a ROUTER, {@link io.zmqspring.core.ZmqResponder} and {@link
 * io.zmqspring.integration.inbound.ZmqInboundGateway}, or a proxy in front of one of these (28/REQREP). Any number of
 * threads may call, and any number of requests be in flight; each reply reaches its request, in whatever order replies
 * come.
 *
 * <p>By default the calling thread waits for the reply. With {@link #setAsync async} it does not: the reply goes on
 * from {@link RequesterOptions#executor()}, or from a thread of the requester; that flow must not wait for another
 * request of the same requester.
 *
 * <p>When no reply comes within {@link #setReplyTimeout} the failure is a {@link MessageTimeoutException}, when the
 * peer has departed with the request a {@link MessageHandlingException}, and when the request was certainly not
 * handled, since too many are in flight or the gateway or its requester is closed, a {@link MessageDeliveryException}.
 * The cause is a {@link ZmqException}; {@link ZmqRequestException#mayHaveBeenHandled()} says whether a peer may have
 * the request. A request-handler advice may send it again; {@link #setAttempts} does so below the flow, and to another
 * peer.
 *
 * <p>The reply has the headers of the request, and {@link ZmqHeaders#FRAME_COUNT}, {@link ZmqHeaders#PEER} and {@link
 * ZmqHeaders#PEER_ADDRESS} of the reply. Headers that the peer sent and a header mapper allows win, but for those that
 * say where the request belongs: correlation id, sequence number and size, reply and error channel.
 *
 * <p>Its consumer endpoint starts and stops it. A requester made here is closed at stop, which fails what is in flight,
 * and opened again at start with the port that a wildcard bind had; a given one is left open.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqOutboundGateway extends AbstractReplyProducingMessageHandler
        implements ReceivedMappingSettings, ManageableLifecycle {

    /** Headers that say where the request belongs and where its reply goes, which a peer cannot know. */
    private static final List<String> OF_THE_REQUEST = List.of(
            IntegrationMessageHeaderAccessor.CORRELATION_ID,
            IntegrationMessageHeaderAccessor.SEQUENCE_NUMBER,
            IntegrationMessageHeaderAccessor.SEQUENCE_SIZE,
            MessageHeaders.REPLY_CHANNEL,
            MessageHeaders.ERROR_CHANNEL);

    private final @Nullable ZmqRequester given;
    private final @Nullable OwnRequester own;
    private final @Nullable LockStepRequester lockStep;
    private final MessageMapping mapping = new MessageMapping();
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private ZmqMessageMapper mapper = mapping.forSending();
    private @Nullable RequestOptions requestOptions;
    private @Nullable Duration replyTimeout;
    private int attempts;
    private @Nullable Duration attemptTimeout;
    private volatile @Nullable ZmqRequester requester;
    private volatile boolean running;

    /**
     * Asks over a requester of its own.
     *
     * @param context creates the requester
     */
    public ZmqOutboundGateway(ZmqContext context) {
        this.given = null;
        this.own = new OwnRequester(context);
        this.lockStep = null;
    }

    /**
     * Asks over a requester that others open and close.
     *
     * @param requester with its endpoints
     */
    public ZmqOutboundGateway(ZmqRequester requester) {
        this.given = requester;
        this.own = null;
        this.lockStep = null;
    }

    /**
     * Asks over a REQ socket that others open and close, and nobody else uses. A thread waits for its turn, within the
     * reply timeout. {@link LockStepRequester} says what becomes of a late reply.
     *
     * @param socket with its endpoints
     */
    public ZmqOutboundGateway(ReqSocket socket) {
        this.given = null;
        this.own = null;
        this.lockStep = new LockStepRequester(socket);
    }

    /**
     * Sets the options of the gateway's own requester.
     *
     * @param options its settings, by default {@link RequesterOptions#defaults()}
     * @throws IllegalStateException when the requester was given
     */
    public void setRequesterOptions(RequesterOptions options) {
        own("options").setOptions(options);
    }

    /**
     * Sets where the gateway's own requester listens.
     *
     * @param endpoints for example {@code tcp://127.0.0.1:5555}, or {@code tcp://*:*} for any free port
     * @throws IllegalStateException when the requester was given
     */
    public void setBind(String... endpoints) {
        own("bind endpoints").setBindEndpoints(endpoints);
    }

    /**
     * Sets where the gateway's own requester connects to. Requests are shared out among the peers.
     *
     * @param endpoints for example {@code tcp://localhost:5555}
     * @throws IllegalStateException when the requester was given
     */
    public void setConnect(String... endpoints) {
        own("connect endpoints").setConnectEndpoints(endpoints);
    }

    /**
     * Sets how long a request waits for its reply, the time until a peer has room included.
     *
     * @param timeout more than zero, by default that of the requester's options, 5 seconds
     * @throws IllegalArgumentException when it is not
     */
    public void setReplyTimeout(Duration timeout) {
        this.replyTimeout = RequestOptions.of(timeout).timeout();
    }

    /**
     * Sets how often a request is sent, when a peer departs with it or does not reply within the {@link
     * #setAttemptTimeout attempt timeout}. Only for requests that may be handled twice.
     *
     * @param attempts 1 or more, by default that of the requester's options, 1
     * @throws IllegalArgumentException when it is out of range
     */
    public void setAttempts(int attempts) {
        this.attempts = RequestOptions.defaults().withAttempts(attempts).attempts();
    }

    /**
     * Sets after which time without a reply the next attempt begins.
     *
     * @param timeout more than zero
     * @throws IllegalArgumentException when it is not
     */
    public void setAttemptTimeout(Duration timeout) {
        this.attemptTimeout =
                RequestOptions.defaults().withAttemptTimeout(timeout).attemptTimeout();
    }

    @Override
    public MessageMapping mapping() {
        return mapping;
    }

    @Override
    public String getComponentType() {
        return "zmq:outbound-gateway";
    }

    /**
     * Lists where the gateway's own requester listens, with real ports and paths; also while the gateway is stopped.
     *
     * @return the endpoints, in the order they were set; empty before the first start, or when it only connects
     */
    @ManagedAttribute
    public List<String> getBoundEndpoints() {
        return own == null ? List.of() : own.boundEndpoints();
    }

    /** {@return how many requests are in flight now; 0 while the gateway is stopped} */
    @ManagedAttribute
    public long getRequestsInFlight() {
        ZmqRequester open = requester;
        return open == null ? 0 : open.counters().inFlight();
    }

    @Override
    protected void doInit() {
        if (own != null && !own.hasEndpoints()) {
            throw new IllegalStateException(
                    "an outbound gateway needs an endpoint to bind or to connect: bind=[], connect=[]");
        }
        if (lockStep != null && (isAsync() || attempts > 1 || attemptTimeout != null)) {
            throw new IllegalStateException("a REQ socket has one request at a time, sent once: async=" + isAsync()
                    + ", attempts=" + attempts + ", attemptTimeout=" + attemptTimeout
                    + "; a ZmqRequester has any number");
        }
        this.mapper = mapping.forReceiving();
        ZmqRequester asked = given;
        OwnRequester made = own;
        RequestOptions options = asked != null
                ? asked.options().request()
                : made != null ? made.options().request() : RequestOptions.defaults();
        if (replyTimeout != null) {
            options = options.withTimeout(replyTimeout);
        }
        if (attempts > 0) {
            options = options.withAttempts(attempts);
        }
        if (attemptTimeout != null) {
            options = options.withAttemptTimeout(attemptTimeout);
        }
        this.requestOptions = options;
    }

    /**
     * Binds and connects. Does nothing while running.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; the gateway is then not
     *         running
     */
    @Override
    public void start() {
        lifecycleLock.lock();
        try {
            if (!running) {
                String name = getComponentName();
                requester = own == null ? given : own.open(name != null ? name : getComponentType());
                running = true;
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    /** Closes a requester made here; what is in flight then fails. */
    @Override
    public void stop() {
        lifecycleLock.lock();
        try {
            ZmqRequester closing = requester;
            running = false;
            requester = null;
            if (own != null && closing != null) {
                closing.close();
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void destroy() {
        stop();
        super.destroy();
    }

    @Override
    protected @Nullable Object handleRequestMessage(Message<?> requestMessage) {
        RequestOptions options = requestOptions;
        if (!running || options == null) {
            throw notRunning(requestMessage);
        }
        ZmqMessage request = mapper.fromMessage(requestMessage);
        LockStepRequester turns = lockStep;
        if (turns != null) {
            return reply(requestMessage, SocketType.REQ, () -> turns.request(request, options.timeout()));
        }
        ZmqRequester asked = requester;
        if (asked == null) {
            throw notRunning(requestMessage);
        }
        return isAsync()
                ? requestAsync(asked, request, options, requestMessage)
                : reply(requestMessage, SocketType.DEALER, () -> asked.request(request, options));
    }

    private MessageDeliveryException notRunning(Message<?> requestMessage) {
        return new MessageDeliveryException(requestMessage, this + " is not running");
    }

    private Message<?> reply(Message<?> requestMessage, SocketType type, Supplier<ZmqMessage> waiting) {
        ZmqMessage reply;
        try {
            reply = waiting.get();
        } catch (ZmqException failure) {
            throw failed(requestMessage, failure);
        }
        return toMessage(reply, type, requestMessage);
    }

    private CompletableFuture<Message<?>> requestAsync(
            ZmqRequester asked, ZmqMessage request, RequestOptions options, Message<?> requestMessage) {
        CompletableFuture<ZmqMessage> replying;
        try {
            replying = asked.requestAsync(request, options);
        } catch (ZmqException failure) {
            throw failed(requestMessage, failure);
        }
        return replying.handle((reply, failure) -> {
            if (reply == null) {
                throw new CompletionException(failed(requestMessage, cause(failure)));
            }
            return toMessage(reply, SocketType.DEALER, requestMessage);
        });
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause != null ? cause : failure;
    }

    private Message<?> toMessage(ZmqMessage reply, SocketType type, Message<?> requestMessage) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(ZmqHeaders.SOCKET_TYPE, type);
        headers.put(ZmqHeaders.FRAME_COUNT, reply.frameCount());
        ZmqPeer peer = reply.peer();
        if (peer != null) {
            headers.put(ZmqHeaders.PEER, peer);
            headers.put(ZmqHeaders.PEER_ADDRESS, peer.address());
        }
        return withoutHeadersOf(requestMessage, mapper.toMessage(reply, headers));
    }

    /** The framework copies headers of the request to the reply where that has none: those of a peer must not win. */
    private static Message<?> withoutHeadersOf(Message<?> request, Message<?> reply) {
        String[] fromPeer = OF_THE_REQUEST.stream()
                .filter(name -> reply.getHeaders().containsKey(name)
                        && request.getHeaders().containsKey(name))
                .toArray(String[]::new);
        return fromPeer.length == 0
                ? reply
                : MessageBuilder.fromMessage(reply).removeHeaders(fromPeer).build();
    }

    private MessagingException failed(Message<?> request, Throwable failure) {
        String description = this + ": " + failure.getMessage();
        if (failure instanceof ZmqRequestTimeoutException) {
            return new MessageTimeoutException(request, description, failure);
        }
        boolean sent = failure instanceof ZmqRequestException known && known.mayHaveBeenHandled();
        return sent
                ? new MessageHandlingException(request, description, failure)
                : new MessageDeliveryException(request, description, failure);
    }

    private OwnRequester own(String what) {
        if (own == null) {
            throw new IllegalStateException("a given requester or socket has its own " + what);
        }
        return own;
    }
}
