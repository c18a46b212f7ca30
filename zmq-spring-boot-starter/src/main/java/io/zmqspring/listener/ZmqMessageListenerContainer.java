package io.zmqspring.listener;

import java.util.Optional;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Receives from one named socket and calls one listener. Any thread may call any method at any time.
 *
 * <p>{@link #start()} opens the socket when it is not open. {@link #stop()} hands over what had arrived, waits for
 * running listeners and leaves the socket open. While the socket is stopped the workers wait for it to be started
 * again.
 */
public interface ZmqMessageListenerContainer extends SmartLifecycle, DisposableBean {

    /** {@return its id, also the name of its bean and the beginning of its threads' names} */
    String getListenerId();

    /** {@return the name of the socket it receives from} */
    String getSocketName();

    /** {@return where it is in its life} */
    ContainerState getState();

    /** {@return why it ended, when its state is {@link ContainerState#FAILED}} */
    Optional<Throwable> getFailure();

    /** {@return the last failure of the listener, if it ever failed} */
    Optional<Throwable> getLastListenerFailure();

    /** {@return what it has counted} */
    ListenerCounters getCounters();

    /** {@return how many workers it has while it runs} */
    int getConcurrency();

    /**
     * Stops receiving until {@link #resume()}; messages that are being handled go on. The socket fills up to its
     * receive high-water mark, then the peers wait. Outlasts a restart.
     */
    void pause();

    /** Receives again after {@link #pause()}. */
    void resume();

    /** {@return whether {@link #pause()} was called and not {@link #resume()} since} */
    boolean isPaused();
}
