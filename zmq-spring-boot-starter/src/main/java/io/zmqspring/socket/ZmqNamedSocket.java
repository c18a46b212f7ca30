package io.zmqspring.socket;

import io.zmqspring.core.ZmqSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;

/**
 * A socket with a name that can be stopped and started again. Its typed form is a {@link io.zmqspring.core.PushSocket},
 * {@link io.zmqspring.core.PullSocket} or {@link io.zmqspring.core.PairSocket}. Any thread may call any method at any
 * time.
 *
 * <p>{@link #start()} makes an engine socket, binds and connects its endpoints: those configured, and those added since
 * with {@link #bind} and {@link #connect}. {@link #stop()} closes it, waiting as its linger says; the operating system
 * then holds nothing of it. A port or path that was chosen freely is asked for again at the next start; when somebody
 * else has taken it, a new one is chosen, with a warning in the log.
 *
 * <p>What sends, receives, binds, connects or waits for peers opens a socket that was never started, so that beans may
 * use it while the application context starts. Once stopped, these throw
 * {@link io.zmqspring.core.error.ZmqClosedException}. Questions, such as {@link #endpoints()} and {@link #counters()},
 * never open it; counters go on over restarts.
 */
public interface ZmqNamedSocket extends ZmqSocket, SmartLifecycle {

    /** {@return its name} */
    String name();

    /** {@return what it is made of} */
    ZmqSocketDefinition definition();

    /** {@return where it is in its life} */
    SocketState state();

    /** {@return why it could not be opened, when its state is {@link SocketState#FAILED}} */
    Optional<Throwable> failure();

    /** {@return the endpoints it should be listening on while it is open, resolved as far as known} */
    List<String> bindings();

    /**
     * Waits until it is open.
     *
     * @param timeout longest wait
     * @return whether it is
     * @throws io.zmqspring.core.error.ZmqClosedException when it is closed for good
     * @throws io.zmqspring.core.error.ZmqInterruptedException when interrupted; the flag is set again
     */
    boolean awaitOpen(Duration timeout);

    /** Closes it for good. Calling it again does nothing. */
    @Override
    void close();
}
