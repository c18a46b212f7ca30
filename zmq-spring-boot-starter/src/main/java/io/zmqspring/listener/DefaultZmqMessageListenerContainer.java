package io.zmqspring.listener;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.observation.ZmqListenerObservationConvention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.aopalliance.aop.Advice;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The listener container: as many workers as its concurrency says receive from the socket and call the listener.
 *
 * <p>While it runs the JVM does not end by itself, so that an application which only listens keeps running: workers are
 * non-daemon threads; beside virtual ones there is a non-daemon thread.
 */
public class DefaultZmqMessageListenerContainer implements ZmqMessageListenerContainer {

    private static final Log logger = LogFactory.getLog(DefaultZmqMessageListenerContainer.class);

    private final String listenerId;
    private final RestartableSocket socket;
    private final ContainerProperties properties;
    private final ZmqMessageListener listener;
    private final ListenerDecoration decoration;
    private final StartupRetry startupRetry;
    private final WorkerThreads threads;
    private final Delivery delivery;
    private final ContainerEvents events;
    private final @Nullable BatchDelivery batches;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean startAgain;
    private volatile ContainerState state = ContainerState.STOPPED;
    private volatile boolean paused;
    private final ReentrantLock pauseLock = new ReentrantLock();
    private volatile @Nullable ContainerLoop loop;
    private volatile @Nullable Throwable failure;
    private @Nullable ListenerTopics topics;

    /**
     * Creates a container; nothing runs yet.
     *
     * @param listenerId its id
     * @param socket where it receives from; must be a {@link MultipartReceiver}
     * @param properties its settings, copied
     * @param listener what it calls
     * @throws IllegalArgumentException when the socket cannot receive
     */
    @SuppressWarnings("this-escape")
    public DefaultZmqMessageListenerContainer(
            String listenerId, RestartableSocket socket, ContainerProperties properties, ZmqMessageListener listener) {
        if (!(socket instanceof MultipartReceiver)) {
            throw new IllegalArgumentException(
                    "a listener needs a socket that receives: socket='" + socket.name() + "', type=" + socket.type());
        }
        this.listenerId = listenerId;
        this.socket = socket;
        this.properties = new ContainerProperties(properties);
        this.listener = listener;
        this.events = new ContainerEvents(this);
        this.startupRetry = new StartupRetry(listenerId, socket, properties, this::start);
        this.threads = new WorkerThreads(listenerId, this.properties);
        this.decoration = new ListenerDecoration(this, socket, this.properties.getPendingTimeout(), threads.late());
        this.delivery = new Delivery(this, listener, properties.getMaxPending(), threads.own("-retry-"));
        this.batches =
                listener instanceof ZmqBatchMessageListener forBatches ? new BatchDelivery(delivery, forBatches) : null;
        decorate();
    }

    /**
     * Sets what decides about messages that fail, by default {@link LoggingErrorHandler}.
     *
     * @param errorHandler called each time the listener could not handle a message
     */
    public void setErrorHandler(ZmqContainerErrorHandler errorHandler) {
        delivery.setErrorHandler(errorHandler);
    }

    /**
     * Sets what sees each message before and after the listener, by default nothing. To be called before the first
     * start.
     *
     * @param interceptors called in order
     */
    public void setInterceptors(List<? extends ZmqMessageInterceptor> interceptors) {
        decoration.setInterceptors(interceptors);
        decorate();
    }

    /**
     * Sets what stands around each call of the listener, inside of interceptors, timer and observation; by default
     * nothing. To be called before the first start.
     *
     * @param advice such as a method interceptor, the first outermost; it sees the call of
     *     {@link ZmqMessageListener#handle}, or of {@link ZmqBatchMessageListener#onBatch}
     */
    public void setAdviceChain(List<? extends Advice> advice) {
        decoration.setAdvice(advice);
        decorate();
    }

    /**
     * Sets what runs the workers, by default threads of their own, named by the id of the listener. A worker occupies
     * its thread from the start of the container to its stop, so a {@code ThreadPoolTaskExecutor} of a later phase is
     * moved to the phase of the container: it would stop earlier, and wait for the workers. The container factory does
     * so with a {@code ThreadPoolExecutorFactoryBean}. To be called before the first start.
     *
     * @param taskExecutor has as many threads for this container as its concurrency says, one more for an ordering per
     *     key; a worker that waits for a thread receives nothing; {@code null} for threads of their own
     */
    public void setTaskExecutor(@Nullable Executor taskExecutor) {
        threads.setExecutor(taskExecutor);
    }

    /**
     * Sets where each message that the listener handles is observed, by default nowhere. Batches are not observed. To
     * be called before the first start.
     *
     * @param registry the registry
     * @param convention names and keys
     */
    public void setObservation(ObservationRegistry registry, ZmqListenerObservationConvention convention) {
        decoration.setObservation(registry, convention);
        decorate();
    }

    /**
     * Sets what measures how long the listener takes for each message, or for each batch, by default nothing. To be
     * called before the first start.
     *
     * @param timer called once for each call of the listener, or {@code null} for none
     */
    public void setHandlingTimer(@Nullable ZmqHandlingTimer timer) {
        decoration.setTimer(timer);
        decorate();
    }

    private void decorate() {
        if (batches != null) {
            decoration.putAround(batches);
        } else {
            delivery.setListener(decoration.around(listener));
        }
    }

    /**
     * Sets where events go, by default nowhere.
     *
     * @param eventPublisher gets them
     */
    public void setApplicationEventPublisher(ApplicationEventPublisher eventPublisher) {
        events.setPublisher(eventPublisher);
    }

    /**
     * Sets what its socket subscribes to from the first start on, beside the topics it has. To be called before that.
     *
     * @param topics prefixes of messages, in UTF-8; an empty one is everything
     * @throws IllegalArgumentException when there are topics and the socket is neither a SUB nor an XSUB
     */
    public void setTopics(List<String> topics) {
        if (socket instanceof TopicSubscriber subscriber) {
            this.topics = new ListenerTopics(subscriber, topics);
        } else if (!topics.isEmpty()) {
            throw new IllegalArgumentException("topics need a SUB or XSUB socket: topics=" + topics + ", socket='"
                    + socket.name() + "', type=" + socket.type());
        }
    }

    @Override
    public String getListenerId() {
        return listenerId;
    }

    @Override
    public String getSocketName() {
        return socket.name();
    }

    @Override
    public ContainerState getState() {
        return state;
    }

    @Override
    public Optional<Throwable> getFailure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Optional<Throwable> getLastListenerFailure() {
        return Optional.ofNullable(delivery.lastFailure());
    }

    @Override
    public ListenerCounters getCounters() {
        return delivery.counters();
    }

    @Override
    public int getConcurrency() {
        return properties.getConcurrency();
    }

    @Override
    public boolean isAutoStartup() {
        return properties.isAutoStartup();
    }

    @Override
    public int getPhase() {
        return properties.getPhase();
    }

    @Override
    public boolean isRunning() {
        return state == ContainerState.RUNNING || state == ContainerState.STOPPING;
    }

    /** Opens the socket and receives. Called by the listener after {@link #stop()}, it begins when that is done. */
    @Override
    public void start() {
        RuntimeException refused;
        lock.lock();
        try {
            while (state == ContainerState.STOPPING) {
                if (isWorker()) {
                    startAgain = true;
                    return;
                }
                changed.awaitUninterruptibly();
            }
            if (state == ContainerState.RUNNING) {
                return;
            }
            if (topics != null) {
                topics.subscribe();
            }
            refused = startupRetry.refusal();
            failure = refused;
            state = refused == null ? ContainerState.RUNNING : ContainerState.FAILED;
            if (refused == null) {
                startLoop();
            }
        } finally {
            lock.unlock();
        }
        if (refused == null) {
            startupRetry.reset();
            events.started();
        } else {
            startupRetry.refused(refused);
            events.failed(refused);
        }
    }

    /**
     * Hands over what had arrived, waits for running listeners, both at most
     * {@link ContainerProperties#getShutdownTimeout()}. Called by the listener itself it returns at once and the
     * container stops when the listener has returned.
     */
    @Override
    public void stop() {
        startupRetry.reset();
        boolean calledByListener = isWorker();
        ContainerLoop stopping = beginStop(calledByListener);
        if (stopping == null) {
            return;
        }
        if (calledByListener) {
            new Thread(() -> finishStop(stopping), "zmq-stop-" + listenerId).start();
        } else {
            finishStop(stopping);
        }
    }

    /**
     * Begins to stop and goes on with it on a thread of its own, so that several containers stop at the same time; a
     * {@link #start()} that follows begins when that is done. Called by the listener itself,
     * which closes the application context, nothing more is handed over and only the other workers are waited for.
     */
    @Override
    public void stop(Runnable callback) {
        ContainerLoop running = loop;
        if (running != null && running.isWorker()) {
            running.requestStop();
            stop();
            running.awaitOthers(properties.getShutdownTimeout());
            callback.run();
            return;
        }
        startupRetry.reset();
        ContainerLoop begun = beginStop(true);
        Runnable stopping = () -> {
            try {
                if (begun != null) {
                    finishStop(begun);
                } else {
                    awaitStopped();
                }
            } finally {
                callback.run();
            }
        };
        new Thread(stopping, "zmq-stop-" + listenerId).start();
    }

    /** Waits for a stop that another thread has begun. */
    private void awaitStopped() {
        lock.lock();
        try {
            while (state == ContainerState.STOPPING) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isWorker() {
        ContainerLoop running = loop;
        return running != null && running.isWorker();
    }

    /** {@return the loop to be stopped by the caller, or {@code null} when another has done so, or does so} */
    private @Nullable ContainerLoop beginStop(boolean atOnce) {
        lock.lock();
        try {
            startAgain = false;
            while (state == ContainerState.STOPPING && !atOnce) {
                changed.awaitUninterruptibly();
            }
            if (state != ContainerState.RUNNING) {
                return null;
            }
            state = ContainerState.STOPPING;
            return loop;
        } finally {
            lock.unlock();
        }
    }

    private void finishStop(ContainerLoop stopping) {
        boolean again;
        try {
            stopLoop(stopping);
        } finally {
            lock.lock();
            try {
                if (loop == stopping) {
                    loop = null;
                }
                if (state == ContainerState.STOPPING) {
                    state = ContainerState.STOPPED;
                }
                again = startAgain;
                startAgain = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        events.stopped();
        if (again) {
            startAgain();
        }
    }

    private void startAgain() {
        try {
            start();
        } catch (RuntimeException | Error refused) {
            logger.error(this + " cannot start again", refused);
        }
    }

    @Override
    public void destroy() {
        stop();
        events.end();
        if (topics != null) {
            topics.cancel();
        }
    }

    @Override
    public void pause() {
        pauseLock.lock();
        try {
            paused = true;
            ContainerLoop running = loop;
            if (running != null) {
                running.pause();
            }
        } finally {
            pauseLock.unlock();
        }
        events.paused();
    }

    @Override
    public void resume() {
        pauseLock.lock();
        try {
            paused = false;
            ContainerLoop running = loop;
            if (running != null) {
                running.resume();
            }
        } finally {
            pauseLock.unlock();
        }
        events.resumed();
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    /** Shows id, socket and state. */
    @Override
    public String toString() {
        return "listener '" + listenerId + "' on socket '" + socket.name() + "' [" + state
                + (paused ? ", paused]" : "]");
    }

    private void startLoop() {
        try {
            ContainerLoop created = newLoop();
            created.start(threads.executor());
        } catch (RuntimeException | Error noThread) {
            loop = null;
            failure = noThread;
            state = ContainerState.FAILED;
            throw noThread;
        }
    }

    private ContainerLoop newLoop() {
        pauseLock.lock();
        try {
            ContainerLoop created = ContainerLoop.of(
                    socket,
                    properties,
                    delivery,
                    batches,
                    paused,
                    threads.mayBeDaemons(),
                    this::idle,
                    this::loopFailed);
            loop = created;
            return created;
        } finally {
            pauseLock.unlock();
        }
    }

    private void idle(Duration idleTime) {
        delivery.whenNextReceived(events::noLongerIdle);
        events.idle(idleTime);
    }

    private void stopLoop(ContainerLoop running) {
        long deadlineNs = System.nanoTime() + properties.getShutdownTimeout().toNanos();
        try {
            boolean ended = running.stop(properties.getShutdownTimeout(), properties.isImmediateStop());
            if (ended && !delivery.awaitNonePending(deadlineNs - System.nanoTime())) {
                logger.warn(this + ": " + delivery.counters().pending() + " messages are still being handled after "
                        + properties.getShutdownTimeout());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loopFailed(Throwable reason) {
        lock.lock();
        try {
            failure = reason;
            state = ContainerState.FAILED;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        logger.error(this + " cannot go on", reason);
        events.failed(reason);
    }
}
