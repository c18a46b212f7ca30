package io.zmqspring.socket;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.support.ZmqPhases;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.springframework.context.SmartLifecycle;

/** Starts and stops one named socket with the application context. Any thread may call any method. */
public class NamedSocketLifecycle implements SmartLifecycle {

    /** Suffix of the bean name of a socket's lifecycle, behind the socket's name. */
    public static final String BEAN_NAME_SUFFIX = ".lifecycle";

    private final RestartableSocket socket;
    private final boolean autoStartup;
    private final BooleanSupplier closing;
    private volatile boolean reopens;
    private volatile boolean leftToListener;
    private final ReentrantLock lock = new ReentrantLock();
    private long starts;

    /** @param closing whether the registry will close the socket later */
    NamedSocketLifecycle(RestartableSocket socket, boolean autoStartup, BooleanSupplier closing) {
        this.socket = socket;
        this.autoStartup = autoStartup;
        this.closing = closing;
    }

    RestartableSocket socket() {
        return socket;
    }

    /** Leaves it to its listener to open the socket, which may go on without. */
    public void leaveToListener() {
        leftToListener = true;
    }

    @Override
    public void start() {
        lock.lock();
        try {
            socket.start();
            starts++;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the socket until the next start; does nothing while the application context closes. */
    @Override
    public void stop() {
        stopping().run();
    }

    /** Closes on a thread of its own, so that the lingers of several sockets pass at the same time. */
    @Override
    public void stop(Runnable callback) {
        Runnable stopping = stopping();
        Runnable closing = () -> {
            try {
                stopping.run();
            } finally {
                callback.run();
            }
        };
        new Thread(closing, "zmq-stop-" + socket.name()).start();
    }

    /** {@return what stops it, unless it was started again by then} */
    private Runnable stopping() {
        lock.lock();
        try {
            long startsBefore = starts;
            return () -> stop(startsBefore);
        } finally {
            lock.unlock();
        }
    }

    private void stop(long startsBefore) {
        lock.lock();
        try {
            if (starts == startsBefore && !closing.getAsBoolean()) {
                reopens |= socket.state() == SocketState.OPEN;
                socket.stop();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return socket.state() == SocketState.OPEN;
    }

    /**
     * {@return whether it opens when the application context starts; else its first use or start opens it, and a
     * context that was stopped while it was open opens it again, unless that is left to its listener}
     */
    @Override
    public boolean isAutoStartup() {
        return !leftToListener && (autoStartup || reopens);
    }

    /** {@return {@link ZmqPhases#BINDING_SOCKETS} when it binds, else {@link ZmqPhases#CONNECTING_SOCKETS}} */
    @Override
    public int getPhase() {
        return socket.definition().bind().isEmpty() ? ZmqPhases.CONNECTING_SOCKETS : ZmqPhases.BINDING_SOCKETS;
    }
}
