package io.zmqspring.integration.proxy;

import io.zmqspring.core.ProxyStatistics;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.AdapterSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.endpoint.AbstractEndpoint;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;

/**
 * A {@link ZmqProxy} between two sockets that starts and stops with the application context. When {@link #start} has
 * returned it listens and moves messages; when {@link #stop} has returned it moves no further message, and its own
 * sockets are closed. Stop and start again as often as you like: a port or path that was chosen freely is kept. When
 * the proxy ends by itself, as when a given socket is closed, this endpoint stops too, and {@link #getFailure()} says
 * why.
 *
 * <p>It starts in phase {@value #PHASE}, ahead of what sends and receives by default, and stops behind that.
 *
 * <p>{@link #setExposeCapture} adds a PUB that shows each message, {@link #setExposeControl} a PAIR that takes the
 * commands of {@link ZmqProxy}; both are within the context. {@link #pause} and {@link #resume} do without.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqProxyEndpoint extends AbstractEndpoint implements Pausable {

    /** Ahead of all that has a default phase. */
    public static final int PHASE = -750;

    private final @Nullable ZmqContext context;
    private final AdapterSocket frontend;
    private final AdapterSocket backend;
    private boolean exposeCapture;
    private boolean exposeControl;
    private volatile @Nullable ZmqSocket captureSocket;
    private volatile @Nullable ZmqSocket controlSocket;
    private volatile @Nullable ZmqProxy proxy;
    private volatile boolean paused;
    private final List<Runnable> startListeners = new CopyOnWriteArrayList<>();

    /**
     * Moves messages between two sockets of its own.
     *
     * @param context creates the sockets
     * @param type their types
     */
    public ZmqProxyEndpoint(ZmqContext context, ProxyType type) {
        this(context, type.frontend(), type.backend());
    }

    /**
     * Moves messages between two sockets of its own.
     *
     * @param context creates the sockets
     * @param frontend type of one socket
     * @param backend type of the other
     */
    public ZmqProxyEndpoint(ZmqContext context, SocketType frontend, SocketType backend) {
        this(context, forwarding(context, frontend), forwarding(context, backend));
    }

    /**
     * Moves messages between two sockets that others open and close.
     *
     * @param frontend one socket
     * @param backend the other
     */
    public ZmqProxyEndpoint(ZmqSocket frontend, ZmqSocket backend) {
        this(null, AdapterSocket.given(frontend), AdapterSocket.given(backend));
    }

    @SuppressWarnings("this-escape")
    private ZmqProxyEndpoint(@Nullable ZmqContext context, AdapterSocket frontend, AdapterSocket backend) {
        this.context = context;
        this.frontend = frontend;
        this.backend = backend;
        setPhase(PHASE);
    }

    /** An XSUB subscribes to what the other side asks for. */
    private static AdapterSocket forwarding(ZmqContext context, SocketType type) {
        return AdapterSocket.own(context, type).withoutDefaultTopic();
    }

    /**
     * Sets where the frontend listens.
     *
     * @param endpoints for example {@code tcp://*:5555}, or {@code tcp://*:*} for any free port
     * @throws IllegalStateException when the socket was given
     */
    public void setFrontendBind(String... endpoints) {
        frontend.setBindEndpoints(endpoints);
    }

    /**
     * Sets where the frontend connects to.
     *
     * @param endpoints for example {@code tcp://localhost:5555}
     * @throws IllegalStateException when the socket was given
     */
    public void setFrontendConnect(String... endpoints) {
        frontend.setConnectEndpoints(endpoints);
    }

    /**
     * Sets where the backend listens.
     *
     * @param endpoints for example {@code tcp://*:5556}, or {@code tcp://*:*} for any free port
     * @throws IllegalStateException when the socket was given
     */
    public void setBackendBind(String... endpoints) {
        backend.setBindEndpoints(endpoints);
    }

    /**
     * Sets where the backend connects to.
     *
     * @param endpoints for example {@code tcp://localhost:5556}
     * @throws IllegalStateException when the socket was given
     */
    public void setBackendConnect(String... endpoints) {
        backend.setConnectEndpoints(endpoints);
    }

    /**
     * Sets the options of the frontend.
     *
     * @param options by default {@link SocketOptions#defaults()}
     * @throws IllegalStateException when the socket was given
     */
    public void setFrontendOptions(SocketOptions options) {
        frontend.setOptions(options);
    }

    /**
     * Sets the options of the backend.
     *
     * @param options by default {@link SocketOptions#defaults()}
     * @throws IllegalStateException when the socket was given
     */
    public void setBackendOptions(SocketOptions options) {
        backend.setOptions(options);
    }

    /**
     * Sets whether a PUB within the context gets a copy of each message, at {@link #getCaptureEndpoint()}. It never
     * holds the proxy up.
     *
     * @param exposeCapture by default {@code false}
     */
    public void setExposeCapture(boolean exposeCapture) {
        this.exposeCapture = exposeCapture;
    }

    /**
     * Sets whether a PAIR within the context takes commands, at {@link #getControlEndpoint()}.
     *
     * @param exposeControl by default {@code false}
     */
    public void setExposeControl(boolean exposeControl) {
        this.exposeControl = exposeControl;
    }

    /**
     * Adds what is to be called at the end of each start, when the endpoints are known.
     *
     * @param listener called by the thread that starts it, which holds the lock of its lifecycle
     */
    public void addStartListener(Runnable listener) {
        startListeners.add(listener);
    }

    /**
     * Removes a listener; nothing happens where it was not added.
     *
     * @param listener is not called by a later start
     */
    public void removeStartListener(Runnable listener) {
        startListeners.remove(listener);
    }

    @Override
    public String getComponentType() {
        return "zmq:proxy";
    }

    /** {@return where the frontend listens, with real ports and paths; empty before the first start} */
    @ManagedAttribute
    public List<String> getFrontendEndpoints() {
        return frontend.boundEndpoints();
    }

    /** {@return where the backend listens, with real ports and paths; empty before the first start} */
    @ManagedAttribute
    public List<String> getBackendEndpoints() {
        return backend.boundEndpoints();
    }

    /** {@return the first of {@link #getFrontendEndpoints()}, or {@code null} when there is none} */
    public @Nullable String getFrontendEndpoint() {
        return first(getFrontendEndpoints());
    }

    /** {@return the first of {@link #getBackendEndpoints()}, or {@code null} when there is none} */
    public @Nullable String getBackendEndpoint() {
        return first(getBackendEndpoints());
    }

    private static @Nullable String first(List<String> endpoints) {
        return endpoints.isEmpty() ? null : endpoints.get(0);
    }

    /** {@return where a SUB of the same context sees each message, or {@code null} when there is no such socket} */
    public @Nullable String getCaptureEndpoint() {
        return exposeCapture ? "inproc://" + name() + ".capture" : null;
    }

    /** {@return where a PAIR of the same context sends commands to, or {@code null} when there is no such socket} */
    public @Nullable String getControlEndpoint() {
        return exposeControl ? "inproc://" + name() + ".control" : null;
    }

    /** {@return what was moved since the last start; {@code null} before the first} */
    public @Nullable ProxyStatistics getStatistics() {
        ZmqProxy last = proxy;
        return last == null ? null : last.statistics();
    }

    /** {@return where the proxy is in its life} */
    @ManagedAttribute
    public ZmqProxy.State getState() {
        ZmqProxy last = proxy;
        return last == null ? ZmqProxy.State.NEW : last.state();
    }

    /** {@return why the proxy ended by itself, if it did} */
    public Optional<Throwable> getFailure() {
        ZmqProxy last = proxy;
        return last == null ? Optional.empty() : last.failure();
    }

    /** {@return {@link #getFailure()} as text, or {@code null} when it did not end by itself} */
    @ManagedAttribute
    public @Nullable String getFailureReason() {
        return getFailure().map(Throwable::toString).orElse(null);
    }

    @Override
    protected void onInit() {
        super.onInit();
        frontend.validate();
        backend.validate();
        if (context == null && (exposeCapture || exposeControl)) {
            throw new IllegalStateException("given sockets have their own capture and control sockets: exposeCapture="
                    + exposeCapture + ", exposeControl=" + exposeControl);
        }
    }

    /**
     * Binds, connects and begins to move messages.
     *
     * @throws io.zmqspring.core.error.ZmqSocketStartException when an endpoint cannot be bound; nothing is open then
     */
    @Override
    protected void doStart() {
        boolean started = false;
        try {
            ZmqProxy.Builder builder = ZmqProxy.builder(
                            frontend.start(name() + ".frontend"), backend.start(name() + ".backend"))
                    .paused(paused)
                    .onEnd(failure -> stopAfterEnd());
            ZmqSocket capture = side(getCaptureEndpoint(), SocketType.PUB);
            captureSocket = capture;
            if (capture != null) {
                builder.capture(capture);
            }
            ZmqSocket control = side(getControlEndpoint(), SocketType.PAIR);
            controlSocket = control;
            if (control != null) {
                builder.control(control);
            }
            ZmqProxy moving = builder.start();
            proxy = moving;
            if (paused) {
                // Asked for while it was started.
                moving.pause();
            }
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
        startListeners.forEach(Runnable::run);
    }

    /**
     * A proxy may end by itself, or by a command; then this endpoint does not run either, and may be started again. The
     * thread of the proxy calls this, and waits here while the endpoint starts or stops.
     */
    private void stopAfterEnd() {
        lifecycleLock.lock();
        try {
            ZmqProxy last = proxy;
            if (isRunning() && last != null && last.state() == ZmqProxy.State.TERMINATED) {
                logger.error(() -> this + " stops, since its proxy has ended: "
                        + last.failure().map(Throwable::toString).orElse("by a command"));
                stop();
            }
        } finally {
            lifecycleLock.unlock();
        }
    }

    private @Nullable ZmqSocket side(@Nullable String endpoint, SocketType type) {
        if (endpoint == null || context == null) {
            return null;
        }
        ZmqSocket created = context.socket(type, SocketOptions.defaults());
        boolean bound = false;
        try {
            created.bind(endpoint);
            bound = true;
            return created;
        } finally {
            if (!bound) {
                created.close();
            }
        }
    }

    /** Ends the proxy, then closes the sockets made here. Messages that were not moved are dropped with them. */
    @Override
    protected void doStop() {
        ZmqProxy running = proxy;
        if (running != null) {
            running.close();
        }
        close();
    }

    private void close() {
        frontend.stop();
        backend.stop();
        ZmqSocket capture = captureSocket;
        if (capture != null) {
            capture.close();
        }
        ZmqSocket control = controlSocket;
        if (control != null) {
            control.close();
        }
    }

    /** Moves no further message until {@link #resume}, also over a stop and a start. */
    @Override
    public void pause() {
        paused = true;
        ZmqProxy running = proxy;
        if (running != null) {
            running.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        ZmqProxy running = proxy;
        if (running != null) {
            running.resume();
        }
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    private String name() {
        String name = getComponentName();
        return name != null ? name : getComponentType();
    }
}
