package io.zmqspring.listener;

import io.zmqspring.core.lifecycle.DaemonThreads;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/** Where the workers of a container run. Set up by one thread before the container starts. */
final class WorkerThreads {

    private final String listenerId;
    private final ContainerProperties properties;
    private @Nullable Executor given;

    WorkerThreads(String listenerId, ContainerProperties properties) {
        this.listenerId = listenerId;
        this.properties = properties;
    }

    /**
     * Sets what runs the workers. An executor that Spring would stop ahead of the container, and which would then wait
     * for workers as long as a phase may take, is moved to the phase of the container.
     *
     * @param executor the executor, or {@code null} for threads of their own
     */
    void setExecutor(@Nullable Executor executor) {
        if (executor instanceof ExecutorConfigurationSupport managed && managed.getPhase() > properties.getPhase()) {
            managed.setPhase(properties.getPhase());
        }
        this.given = executor;
    }

    /** {@return what runs the workers} */
    Executor executor() {
        Executor executor = given;
        return executor != null ? executor : own("-");
    }

    /** {@return what starts a thread for each task, named by the listener and the suffix} */
    SimpleAsyncTaskExecutor own(String suffix) {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(listenerId + suffix);
        executor.setVirtualThreads(properties.isVirtualThreads());
        return executor;
    }

    /** {@return what runs the calls that follow a time-out} */
    Executor late() {
        return DaemonThreads.few(listenerId + "-late-");
    }

    /** {@return whether the JVM may end although they run: virtual threads are daemons, those given may be} */
    boolean mayBeDaemons() {
        return properties.isVirtualThreads() || given != null;
    }
}
