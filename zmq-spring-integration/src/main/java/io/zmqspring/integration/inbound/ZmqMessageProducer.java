package io.zmqspring.integration.inbound;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterLoop;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.AsyncStop;
import io.zmqspring.integration.support.EndpointHeaders;
import io.zmqspring.integration.support.InboundMapping;
import io.zmqspring.integration.support.MessageMapping;
import io.zmqspring.integration.support.RawFramesErrorMessageStrategy;
import io.zmqspring.integration.support.ReceivedMappingSettings;
import io.zmqspring.integration.support.ReceivingControl;
import io.zmqspring.integration.support.ReceivingThreads;
import io.zmqspring.integration.support.ReceivingThreadsSettings;
import io.zmqspring.integration.support.SubscriptionSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.core.AttributeAccessor;
import org.springframework.integration.endpoint.MessageProducerSupport;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;

/**
 * Inbound channel adapter: sends each message that a socket receives to the output channel. One thread waits in the
 * engine and runs the flow up to the first asynchronous channel, or more with {@link #setConcurrency}; while the flow
 * is busy, messages queue up to the socket's {@link SocketOptions#receiveHwm()} and then at the peer. One thread keeps
 * the order.
 *
 * <p>The payload is what stands behind the {@link Envelope}; the envelope is in the headers {@link ZmqHeaders#TOPIC},
 * {@link ZmqHeaders#ROUTING_ID} and {@link ZmqHeaders#REPLY_TO}. With the last an outbound adapter on the same ROUTER
 * answers. {@link ZmqHeaders#PEER} and {@link ZmqHeaders#PEER_ADDRESS} say which peer sent the message,
 * {@link ZmqHeaders#RECEIVED_SOCKET} and {@link ZmqHeaders#SOCKET_TYPE} which socket received it.
 *
 * <p>A message that cannot be converted, or whose flow fails, goes to the error channel with the received frames
 * ({@link ZmqHeaders#RAW_MESSAGE}); without an error channel the failure is logged. The adapter goes on either way.
 *
 * <p>Stop and start again as often as you like. At stop, what had arrived is still handed over, for as long as
 * {@link #setShutdownTimeout} says; a paused adapter leaves it in the socket. Adapters of one phase stop side by side.
 * A socket made here is then closed, and opened again at start with the port that a wildcard bind had. A given socket
 * is left open. While a given {@link io.zmqspring.core.lifecycle.RestartableSocket} is stopped, the adapter runs and
 * waits for its next start.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqMessageProducer extends MessageProducerSupport
        implements SubscriptionSettings, ReceivedMappingSettings, ReceivingThreadsSettings, ReceivingControl {

    private final AdapterSocket adapterSocket;
    private final AdapterLoop loop;
    private final MessageMapping mapping = new MessageMapping();
    private final ReceivingThreads threads = new ReceivingThreads();
    private final ThreadLocal<@Nullable ZmqMessage> received = new ThreadLocal<>();
    private boolean unwrapTopic;
    private InboundMapping inbound;

    /**
     * Receives on a socket that others open and close. While this adapter runs it competes with every other receiver of
     * it.
     *
     * @param socket a socket that receives; the topics of a subscriber are its own
     * @throws IllegalArgumentException when the socket does not receive
     */
    public ZmqMessageProducer(ZmqSocket socket) {
        this(AdapterSocket.given(socket));
    }

    /**
     * Receives on a PULL socket of its own.
     *
     * @param context creates the socket
     */
    public ZmqMessageProducer(ZmqContext context) {
        this(context, SocketType.PULL);
    }

    /**
     * Receives on a socket of its own.
     *
     * @param context creates the socket
     * @param type a type that receives
     * @throws IllegalArgumentException when sockets of this type do not receive
     */
    public ZmqMessageProducer(ZmqContext context, SocketType type) {
        this(AdapterSocket.own(context, type));
    }

    @SuppressWarnings("this-escape")
    private ZmqMessageProducer(AdapterSocket adapterSocket) {
        if (!adapterSocket.type().receives()) {
            throw new IllegalArgumentException(
                    "an inbound channel adapter needs a socket that receives: type=" + adapterSocket.type());
        }
        this.adapterSocket = adapterSocket;
        this.loop = new AdapterLoop(adapterSocket, this::onMessage, this::onUnexpectedEnd);
        this.inbound = new InboundMapping(adapterSocket, getComponentType(), false, mapping.forSending());
        super.setErrorMessageStrategy(new RawFramesErrorMessageStrategy());
    }

    /**
     * Sets whether an empty frame between topic and body is taken off, as the outbound adapter of
     * spring-integration-zeromq sends one by default.
     *
     * @param unwrapTopic by default {@code false}
     */
    public void setUnwrapTopic(boolean unwrapTopic) {
        this.unwrapTopic = unwrapTopic;
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
        return "zmq:inbound-channel-adapter";
    }

    @Override
    protected void onInit() {
        super.onInit();
        adapterSocket.validate();
        this.inbound = new InboundMapping(adapterSocket, name(), unwrapTopic, mapping.forReceiving());
    }

    /**
     * Binds, connects and begins to receive.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; the adapter is then not
     *         running
     */
    @Override
    protected void doStart() {
        loop.start(name(), threads.concurrency(), threads.executor(name(), getPhase()));
    }

    /**
     * Stops listening, hands over what had arrived and closes the socket if it is the adapter's own. Called by the flow
     * itself it returns at once, and the rest happens when the flow has returned.
     */
    @Override
    protected void doStop() {
        loop.stop(threads.shutdownTimeout());
        super.doStop();
    }

    /** Stops on a thread of its own, so that several adapters stop side by side; the flow's thread stops at once. */
    @Override
    protected void doStop(Runnable callback) {
        if (loop.isWorker()) {
            super.doStop(callback);
            return;
        }
        Runnable stopping = loop.stopping(threads.shutdownTimeout());
        super.doStop();
        AsyncStop.run(name(), stopping, callback);
    }

    @Override
    protected AttributeAccessor getErrorMessageAttributes(@Nullable Message<?> message) {
        AttributeAccessor attributes = super.getErrorMessageAttributes(message);
        attributes.setAttribute(ZmqHeaders.RAW_MESSAGE, received.get());
        return attributes;
    }

    private String name() {
        String name = getComponentName();
        return name != null ? name : getComponentType();
    }

    private void onMessage(ZmqMessage frames) {
        received.set(frames);
        try {
            handOver(frames);
        } catch (Throwable ex) {
            logger.error(ex, () -> "not handled by the flow behind " + this + ": " + frames);
        } finally {
            received.set(null);
        }
    }

    private void handOver(ZmqMessage frames) {
        EndpointHeaders headers = inbound.headers(frames);
        Message<?> message;
        try {
            message = inbound.toMessage(frames, headers);
        } catch (Throwable ex) {
            Message<?> unconverted = new GenericMessage<>(frames, headers);
            fail(unconverted, new MessageConversionException(unconverted, this + " cannot convert a message", ex));
            return;
        }
        try {
            sendMessage(message);
        } catch (Error ex) {
            fail(message, new MessageHandlingException(message, "the flow behind " + this + " failed", ex));
        }
    }

    private void fail(Message<?> message, MessagingException failure) {
        if (!sendErrorMessageIfNecessary(message, failure)) {
            throw failure;
        }
    }

    private void onUnexpectedEnd(Throwable reason) {
        logger.error(reason, () -> this + " stops: its socket can no longer receive");
        loop.stopAfterFailure(name(), lifecycleLock, this::stop);
    }
}
