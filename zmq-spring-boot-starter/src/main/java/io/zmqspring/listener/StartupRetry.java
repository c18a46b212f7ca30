package io.zmqspring.listener;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens the socket of a container. When that fails and the application is to go on without, it starts the container
 * again some time later, a number of times, if the policy says so. Any thread.
 */
final class StartupRetry {

    private static final Log logger = LogFactory.getLog(StartupRetry.class);

    private final String listenerId;
    private final RestartableSocket socket;
    private final StartupFailurePolicy policy;
    private final int maxRetries;
    private final Duration delay;
    private final Runnable start;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread waiting;
    private int retries;

    /** @param start starts the container, and says again when it could not */
    StartupRetry(String listenerId, RestartableSocket socket, ContainerProperties properties, Runnable start) {
        this.listenerId = listenerId;
        this.socket = socket;
        this.policy = properties.getStartupFailurePolicy();
        this.maxRetries = properties.getStartupMaxRetries();
        this.delay = properties.getStartupRetryDelay();
        this.start = start;
    }

    /** {@return why the socket cannot be opened, where the application goes on without, or {@code null} when open} */
    @Nullable RuntimeException refusal() {
        try {
            if (socket.state() != SocketState.OPEN) {
                socket.start();
            }
            return null;
        } catch (RuntimeException refused) {
            if (policy == StartupFailurePolicy.FAIL) {
                throw refused;
            }
            return refused;
        }
    }

    /** Begins the wait for another attempt, if there is to be one. */
    void refused(RuntimeException reason) {
        boolean again = policy == StartupFailurePolicy.RETRY && beginWait();
        logger.error(
                "listener '" + listenerId + "' cannot open socket '" + socket.name() + "'"
                        + (again ? ", trying again in " + delay : ""),
                reason);
    }

    private boolean beginWait() {
        lock.lock();
        try {
            if (retries >= maxRetries) {
                return false;
            }
            retries++;
            // Not a daemon, so that an application that only listens keeps running.
            Thread thread = new Thread(this::waitAndStart, "zmq-start-" + listenerId);
            thread.setDaemon(false);
            waiting = thread;
            thread.start();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void waitAndStart() {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException cancelled) {
            return;
        }
        lock.lock();
        try {
            if (waiting != Thread.currentThread()) {
                return;
            }
            waiting = null;
        } finally {
            lock.unlock();
        }
        start.run();
    }

    /** Forgets what was: the container is open, or is to stay closed. */
    void reset() {
        lock.lock();
        try {
            retries = 0;
            if (waiting != null) {
                waiting.interrupt();
                waiting = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
