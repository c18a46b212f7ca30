package io.zmqspring.integration.channel;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterLoop;
import io.zmqspring.integration.support.AsyncStop;
import io.zmqspring.integration.support.DefaultZmqHeaderMapper;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ReceivingThreads;
import io.zmqspring.integration.support.ReceivingThreadsSettings;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.channel.ChannelUtils;
import org.springframework.integration.dispatcher.AbstractDispatcher;
import org.springframework.integration.dispatcher.LoadBalancingStrategy;
import org.springframework.integration.dispatcher.RoundRobinLoadBalancingStrategy;
import org.springframework.integration.dispatcher.UnicastingDispatcher;
import org.springframework.integration.support.management.ManageableSmartLifecycle;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.util.ErrorHandler;

/**
 * Point-to-point channel over sockets: each message goes to one subscriber, of one of the processes that have the
 * channel. Subscribers take turns, and run on a thread of the channel; when one fails the next is asked.
 *
 * <ul>
 *   <li>Without endpoints it is within the context, with a queue of the size of both high-water marks.
 *   <li>With {@link #setProxy} or {@link #setConnectUrl} it goes through a proxy to which each process connects.
 *   <li>With {@link #setSendBind}, {@link #setSendConnect}, {@link #setReceiveBind} and {@link #setReceiveConnect} it
 *       goes from process to process. It only receives or only sends when the other side has no endpoints.
 * </ul>
 *
 * <p>A message is sent when it is queued for a peer; while none has room the sender waits, as long as its time-out
 * says. While there is no subscriber, messages wait. A message that cannot be mapped, or whose subscriber fails, goes
 * to the error channel that its headers name, else to the application's.
 *
 * <p>Payloads are bytes, text and frames, as of {@link ZmqMessageMapper#of(PayloadMode)}, and a {@code String} stays
 * one; the headers that {@link DefaultZmqHeaderMapper} names go with it. Objects need a mapper, such as {@link
 * org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper}.
 *
 * <p>It starts in phase 0. It stops behind what sends by default, and hands over what had arrived.
 */
@ManagedResource
public class ZmqChannel extends AbstractMessageChannel
        implements ZmqChannelSettings, ReceivingThreadsSettings, SubscribableChannel, ManageableSmartLifecycle {

    private final ChannelSockets sockets;
    private final ReentrantLock lifecycleLock = new ReentrantLock();
    private final ReentrantLock subscriberLock = new ReentrantLock();
    private ZmqMessageMapper mapper = ChannelSockets.defaultMapper();
    private final ReceivingThreads threads = new ReceivingThreads();
    private boolean autoStartup = true;
    private int phase;
    private boolean failover = true;
    private @Nullable LoadBalancingStrategy loadBalancingStrategy = new RoundRobinLoadBalancingStrategy();

    @SuppressWarnings("NullAway.Init")
    private AdapterLoop loop;

    @SuppressWarnings("NullAway.Init")
    private AbstractDispatcher dispatcher;

    private final Runnable followProxy = this::followProxy;
    private volatile @Nullable ZmqSocket sender;
    private volatile boolean running;
    private volatile boolean stopped;
    private long run;

    /**
     * Creates a channel.
     *
     * @param context creates its sockets
     */
    public ZmqChannel(ZmqContext context) {
        this(new ChannelSockets(context, SocketType.PUSH, SocketType.PULL));
    }

    ZmqChannel(ChannelSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public ChannelSockets channelSockets() {
        return sockets;
    }

    @Override
    public void setMessageMapper(ZmqMessageMapper messageMapper) {
        this.mapper = messageMapper;
    }

    /**
     * Sets whether the next subscriber is asked when one fails.
     *
     * @param failover by default {@code true}
     */
    public void setFailover(boolean failover) {
        this.failover = failover;
    }

    /**
     * Sets which subscriber is asked first.
     *
     * @param strategy by default they take turns; {@code null} is always the first
     */
    public void setLoadBalancingStrategy(@Nullable LoadBalancingStrategy strategy) {
        this.loadBalancingStrategy = strategy;
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
    public ReceivingThreads receivingThreads() {
        return threads;
    }

    @Override
    public String getComponentType() {
        return "zmq:channel";
    }

    /** {@return how many subscribers it has in this process} */
    @ManagedAttribute
    public int getSubscriberCount() {
        return dispatcher.getHandlerCount();
    }

    @Override
    protected void onInit() {
        super.onInit();
        sockets.create();
        sockets.onProxyStart(followProxy);
        ErrorHandler failures = ChannelUtils.getErrorHandler(getBeanFactory());
        this.dispatcher = createDispatcher(failures);
        Delivery delivery = new Delivery(this, mapper, dispatcher, failures);
        this.loop = new AdapterLoop(sockets.receiving(), delivery, this::onUnexpectedEnd);
        if (!receivesWithoutSubscribers()) {
            loop.pause();
        }
    }

    /** Creates what hands messages to subscribers. */
    AbstractDispatcher createDispatcher(ErrorHandler failures) {
        UnicastingDispatcher unicasting = new UnicastingDispatcher();
        unicasting.setFailover(failover);
        unicasting.setLoadBalancingStrategy(loadBalancingStrategy);
        return unicasting;
    }

    /** {@return whether messages are taken, and dropped, while there is no subscriber} */
    boolean receivesWithoutSubscribers() {
        return false;
    }

    @Override
    public boolean subscribe(MessageHandler handler) {
        subscriberLock.lock();
        try {
            boolean added = dispatcher.addHandler(handler);
            if (dispatcher.getHandlerCount() == 1) {
                loop.resume();
            }
            return added;
        } finally {
            subscriberLock.unlock();
        }
    }

    /** Removes a subscriber; while none is left, messages of a point-to-point channel wait. */
    @Override
    public boolean unsubscribe(MessageHandler handler) {
        subscriberLock.lock();
        try {
            if (dispatcher.getHandlerCount() == 1 && !receivesWithoutSubscribers()) {
                loop.pause();
            }
            boolean removed = dispatcher.removeHandler(handler);
            if (dispatcher.getHandlerCount() > 0) {
                loop.resume();
            }
            return removed;
        } finally {
            subscriberLock.unlock();
        }
    }

    /**
     * Binds, connects and begins to receive. Does nothing while running.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound
     */
    @Override
    public void start() {
        lifecycleLock.lock();
        try {
            if (running) {
                return;
            }
            stopped = false;
            sockets.prepare(name());
            if (sockets.receives()) {
                loop.start(name() + ".receive", threads.concurrency(), threads.executor(name(), phase));
            }
            boolean complete = false;
            try {
                openSender();
                complete = true;
            } finally {
                if (!complete) {
                    loop.stop(Duration.ZERO);
                }
            }
            running = true;
            run++;
        } finally {
            lifecycleLock.unlock();
        }
    }

    private @Nullable ZmqSocket openSender() {
        ZmqSocket open = sender;
        if (open == null && sockets.sends()) {
            open = sockets.sending().start(name() + ".send");
            sender = open;
        }
        return open;
    }

    /** The proxy has started, maybe at other ports than before. */
    private void followProxy() {
        lifecycleLock.lock();
        try {
            if (running || sender != null) {
                sockets.prepare(name());
                sockets.connectAsPrepared();
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    /** Sends what is queued, hands over what had arrived and closes the sockets. */
    @Override
    public void stop() {
        stopping().run();
    }

    /**
     * Stops on a thread of its own, so that several channels stop side by side; a subscriber's thread stops at once.
     */
    @Override
    public void stop(Runnable callback) {
        Runnable stopping = stopping();
        if (loop.isWorker()) {
            stopping.run();
            callback.run();
        } else {
            AsyncStop.run(name(), stopping, callback);
        }
    }

    private Runnable stopping() {
        lifecycleLock.lock();
        try {
            stopped = true;
            boolean open = running || sender != null;
            running = false;
            sender = null;
            if (!open) {
                return () -> {};
            }
            long stoppingRun = run;
            Runnable stoppingLoop = loop.stopping(threads.shutdownTimeout());
            return () -> {
                closeSender(stoppingRun);
                stoppingLoop.run();
            };
        } finally {
            lifecycleLock.unlock();
        }
    }

    /** Closes what a run sends with, unless a later run uses it already, which then waits for this. */
    private void closeSender(long stoppingRun) {
        lifecycleLock.lock();
        try {
            if (stoppingRun == run) {
                sockets.sending().stop();
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
        ZmqSocket open = sender;
        if (open == null && !stopped) {
            lifecycleLock.lock();
            try {
                if (!stopped) {
                    sockets.prepare(name());
                    open = openSender();
                }
            } finally {
                lifecycleLock.unlock();
            }
        }
        return open;
    }

    private void onUnexpectedEnd(Throwable reason) {
        logger.error(reason, () -> this + " stops: its socket can no longer receive");
        loop.stopAfterFailure(name(), lifecycleLock, this::stop);
    }

    private String name() {
        return ChannelSockets.nameOf(this);
    }
}
