package io.zmqspring.integration.channel;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AsyncStop;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.channel.AbstractPollableChannel;
import org.springframework.integration.support.management.ManageableSmartLifecycle;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;

/**
 * Point-to-point channel over sockets from which pollers take messages, one a call and on their own threads: each
 * message goes to one {@code receive}, of one of the processes that have the channel. Rate, transactions and advice are
 * the poller's. Where messages go, what they are made of and what waits for room is as of a {@link ZmqChannel}; what is
 * not polled waits in the receiving socket and then at the sending ones.
 *
 * <p>A message that cannot be mapped is a failure of the {@code receive} that took it, with the received frames as the
 * payload of its failed message; it is not received again.
 *
 * <p>Any number of threads may send and receive. It starts in phase 0, or with the first message that is sent ahead of
 * that. A stop ends each {@code receive} that waits, sends what is queued, and drops what was not polled; while stopped
 * there is no message.
 */
@ManagedResource
public class PollableZmqChannel extends AbstractPollableChannel
        implements ZmqChannelSettings, ManageableSmartLifecycle {

    private final ChannelSockets sockets;
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private final Runnable followProxy = this::followProxy;
    private ZmqMessageMapper mapper = ChannelSockets.defaultMapper();
    private boolean autoStartup = true;
    private int phase;
    private volatile @Nullable ZmqSocket sender;
    private volatile @Nullable ZmqSocket receiver;
    private volatile boolean running;
    private boolean stopped;

    /**
     * Creates a channel.
     *
     * @param context makes its sockets
     */
    public PollableZmqChannel(ZmqContext context) {
        this.sockets = new ChannelSockets(context, SocketType.PUSH, SocketType.PULL);
    }

    @Override
    public ChannelSockets channelSockets() {
        return sockets;
    }

    @Override
    public void setMessageMapper(ZmqMessageMapper messageMapper) {
        this.mapper = messageMapper;
    }

    @Override
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    @Override
    public void setPhase(int phase) {
        this.phase = phase;
    }

    @Override
    public String getComponentType() {
        return "zmq:pollable-channel";
    }

    @Override
    protected void onInit() {
        super.onInit();
        sockets.create();
        sockets.onProxyStart(followProxy);
    }

    /**
     * Binds and connects. Does nothing while running.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; nothing is then open
     */
    @Override
    public void start() {
        lifecycleLock.lock();
        try {
            if (!running) {
                stopped = false;
                open();
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    private void open() {
        sockets.prepare(name());
        boolean complete = false;
        try {
            receiver = sockets.receives() ? sockets.receiving().start(name() + ".receive") : null;
            sender = sockets.sends() ? sockets.sending().start(name() + ".send") : null;
            complete = true;
        } finally {
            running = complete;
            if (!complete) {
                close();
            }
        }
    }

    /** The proxy has started, maybe at other ports than before. */
    private void followProxy() {
        lifecycleLock.lock();
        try {
            if (running) {
                sockets.prepare(name());
                sockets.connectAsPrepared();
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    @Override
    public void stop() {
        lifecycleLock.lock();
        try {
            stopped = true;
            if (running) {
                running = false;
                close();
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    /** The sending side first, so that what it has queued still finds the receiving side of its own context. */
    private void close() {
        sender = null;
        receiver = null;
        sockets.sending().stop();
        sockets.receiving().stop();
    }

    /** Stops on a thread of its own, so that several channels stop side by side. */
    @Override
    public void stop(Runnable callback) {
        AsyncStop.run(name(), this::stop, callback);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    @Override
    public void destroy() {
        sockets.forgetProxy(followProxy);
        stop();
        super.destroy();
    }

    @Override
    protected boolean doSend(Message<?> message, long timeout) {
        return sockets.send(sender(), mapper, message, timeout, this);
    }

    /** A message may be sent before the channel starts: beans that started earlier may send. */
    private @Nullable ZmqSocket sender() {
        if (!running) {
            lifecycleLock.lock();
            try {
                if (!running && !stopped) {
                    open();
                }
            } finally {
                lifecycleLock.unlock();
            }
        }
        return sender;
    }

    @Override
    protected @Nullable Message<?> doReceive(long timeout) {
        if (!sockets.receives()) {
            throw new IllegalStateException(this + " only sends: " + sockets);
        }
        ZmqMessage received = receiver instanceof MultipartReceiver open ? receive(open, timeout) : null;
        if (received == null) {
            return null;
        }
        try {
            return mapper.toMessage(received, null);
        } catch (RuntimeException ex) {
            throw new MessageConversionException(
                    new GenericMessage<>(received), this + " cannot convert a message", ex);
        }
    }

    private @Nullable ZmqMessage receive(MultipartReceiver open, long timeout) {
        try {
            if (timeout < 0) {
                return open.receiveMessage();
            }
            return timeout == 0 ? open.tryReceiveMessage() : open.receiveMessage(Duration.ofMillis(timeout));
        } catch (ZmqClosedException closed) {
            if (running) {
                throw closed;
            }
            return null;
        }
    }

    private String name() {
        return ChannelSockets.nameOf(this);
    }
}
