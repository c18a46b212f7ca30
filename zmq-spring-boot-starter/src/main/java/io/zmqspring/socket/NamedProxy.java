package io.zmqspring.socket;

import io.zmqspring.core.ProxyStatistics;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.support.ZmqPhases;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * A {@link ZmqProxy} between named sockets that starts and stops with the application context: it starts after the
 * sockets and stops before them. Nobody else may receive from its sockets. Any thread may call any method.
 */
public class NamedProxy implements SmartLifecycle {

    private final String name;
    private final RestartableSocket frontend;
    private final RestartableSocket backend;
    private final @Nullable RestartableSocket capture;
    private final @Nullable RestartableSocket control;
    private final boolean autoStartup;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ZmqProxy proxy;
    private volatile boolean pausedAtStart;
    private volatile boolean restarts;

    /**
     * Creates one. It is not started here.
     *
     * @param name its name in errors and logs
     * @param frontend one side, such as a ROUTER or XSUB
     * @param backend the other side, such as a DEALER or XPUB; may be the same
     * @param capture gets a copy of each message, or {@code null}
     * @param control takes commands, or {@code null}
     * @param autoStartup whether it starts with the application context
     * @throws IllegalArgumentException when no message could go either way, or a socket is not for its part
     */
    public NamedProxy(
            String name,
            RestartableSocket frontend,
            RestartableSocket backend,
            @Nullable RestartableSocket capture,
            @Nullable RestartableSocket control,
            boolean autoStartup) {
        this.name = name;
        this.frontend = frontend;
        this.backend = backend;
        this.capture = capture;
        this.control = control;
        this.autoStartup = autoStartup;
        create(false);
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** {@return one side} */
    public RestartableSocket frontend() {
        return frontend;
    }

    /** {@return the other side} */
    public RestartableSocket backend() {
        return backend;
    }

    /** {@return the socket that gets copies, if any} */
    public Optional<RestartableSocket> capture() {
        return Optional.ofNullable(capture);
    }

    /** Opens sockets that are not open and begins to move messages, or goes on. */
    @Override
    public void start() {
        lock.lock();
        try {
            if (isRunning()) {
                return;
            }
            ZmqProxy created = create(pausedAtStart);
            created.start();
            proxy = created;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it and waits for that. The messages not moved stay in their sockets; the next start goes on with them. */
    @Override
    public void stop() {
        lock.lock();
        try {
            ZmqProxy running = proxy;
            restarts = isRunning();
            if (running != null) {
                running.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Moves no further message until {@link #resume()}, also after a restart. When this returns, none is moved. */
    public void pause() {
        pausedAtStart = true;
        ZmqProxy running = proxy;
        if (running != null) {
            running.pause();
        }
    }

    /** Moves messages again after {@link #pause()}. */
    public void resume() {
        pausedAtStart = false;
        ZmqProxy running = proxy;
        if (running != null) {
            running.resume();
        }
    }

    /** {@return where it is in its life; {@link ZmqProxy.State#NEW} before the first start} */
    public ZmqProxy.State state() {
        ZmqProxy now = proxy;
        return now == null ? ZmqProxy.State.NEW : now.state();
    }

    /** {@return whether {@link #pause()} was called last} */
    public boolean isPaused() {
        return pausedAtStart;
    }

    /** {@return why it ended by itself, if it did} */
    public Optional<Throwable> failure() {
        ZmqProxy now = proxy;
        return now == null ? Optional.empty() : now.failure();
    }

    /** {@return what it has moved since it was started last} */
    public ProxyStatistics statistics() {
        ZmqProxy now = proxy;
        return (now == null ? create(false) : now).statistics();
    }

    @Override
    public boolean isRunning() {
        ZmqProxy.State state = state();
        return state == ZmqProxy.State.RUNNING || state == ZmqProxy.State.PAUSED;
    }

    /** {@return whether it starts with the application context, or ran when that was stopped} */
    @Override
    public boolean isAutoStartup() {
        return autoStartup || restarts;
    }

    @Override
    public int getPhase() {
        return ZmqPhases.PROXIES;
    }

    /** Shows its name, sockets and state. */
    @Override
    public String toString() {
        return name + "[proxy, " + frontend.name() + " - " + backend.name() + ", " + state() + "]";
    }

    private ZmqProxy create(boolean paused) {
        ZmqProxy.Builder builder = ZmqProxy.builder(frontend, backend).paused(paused);
        if (capture != null) {
            builder.capture(capture);
        }
        if (control != null) {
            builder.control(control);
        }
        return builder.build();
    }
}
