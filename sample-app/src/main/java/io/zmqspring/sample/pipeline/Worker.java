package io.zmqspring.sample.pipeline;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.listener.ZmqMessageListenerContainer;

/** One worker: a socket for tasks, a listener that works, a socket for results. Any thread may call any method. */
public final class Worker {

    private final RestartableSocket in;
    private final RestartableSocket out;
    private final ZmqMessageListenerContainer container;

    Worker(RestartableSocket in, RestartableSocket out, ZmqMessageListenerContainer container) {
        this.in = in;
        this.out = out;
        this.container = container;
    }

    /** Closes the sockets. Tasks that wait in them are lost; the result of the present task is still sent. */
    public synchronized void kill() {
        in.stop();
        container.stop();
        out.stop();
    }

    /** Connects again, after {@link #kill()}. */
    public synchronized void restart() {
        out.start();
        in.start();
        container.start();
    }

    /** {@return whether it works} */
    public boolean isRunning() {
        return container.isRunning();
    }
}
