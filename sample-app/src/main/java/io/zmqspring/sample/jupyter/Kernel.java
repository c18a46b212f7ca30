package io.zmqspring.sample.jupyter;

import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.sample.jupyter.JupyterProperties.InterruptMode;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The life of the kernel: it starts with the application, in the background, and ends with it. Any thread may call any
 * method. What takes a while is done by one thread, so that nothing is started while something else ends.
 */
@Component
@JupyterProfile
class Kernel implements SmartLifecycle {

    private static final Logger LOGGER = LoggerFactory.getLogger(Kernel.class);
    private static final Duration STEP = Duration.ofMillis(500);

    private final KernelLauncher launcher;
    private final KernelSockets sockets;
    private final KernelClient client;
    private final KernelListeners listeners;
    private final Readiness readiness;
    private final Cells cells;
    private final Transcript transcript;
    private final Signer signer;
    private final JupyterProperties properties;
    private volatile @Nullable ExecutorService worker;
    private volatile @Nullable KernelProcess process;
    private Status status = Status.STOPPED;
    private String detail = "";

    Kernel(
            KernelLauncher launcher,
            KernelSockets sockets,
            KernelClient client,
            KernelListeners listeners,
            Readiness readiness,
            Cells cells,
            Transcript transcript,
            Signer signer,
            JupyterProperties properties) {
        this.launcher = launcher;
        this.sockets = sockets;
        this.client = client;
        this.listeners = listeners;
        this.readiness = readiness;
        this.cells = cells;
        this.transcript = transcript;
        this.signer = signer;
        this.properties = properties;
    }

    /** Where the kernel is in its life. */
    enum Status {
        STOPPED,
        STARTING,
        READY,

        /** It does not answer heartbeats; it may do so again. */
        SILENT,

        /** It has ended, or could not be started. */
        DEAD
    }

    /**
     * The kernel, as the page gets it.
     *
     * @param status where it is in its life
     * @param detail the last that has happened to it
     * @param busy whether code runs
     * @param prompt what running code wants typed, or {@code null}
     * @param refused messages that were not signed with its key, or malformed
     */
    record State(Status status, String detail, boolean busy, Cells.@Nullable Prompt prompt, long refused) {}

    synchronized State state() {
        return new State(status, detail, cells.isBusy(), cells.prompt(), listeners.refused());
    }

    /**
     * Has code run.
     *
     * @return the number of its cell
     * @throws KernelException when the kernel is not ready, or takes no more
     */
    long run(String code) {
        State now = state();
        if (now.status() != Status.READY) {
            throw new KernelException("The kernel is not ready. " + now.detail());
        }
        return cells.run(code);
    }

    /**
     * Interrupts the code that runs, if any.
     *
     * @throws KernelException when there is no kernel
     */
    void interrupt() {
        KernelProcess running = process;
        if (running == null) {
            throw new KernelException("There is no kernel. " + state().detail());
        }
        interrupt(running);
    }

    private void interrupt(KernelProcess running) {
        if (properties.interruptMode() == InterruptMode.SIGNAL) {
            running.interrupt();
        } else {
            client.send(Channel.CONTROL, client.request("interrupt_request", client.content()));
        }
    }

    /**
     * Ends the kernel, and starts another.
     *
     * @throws KernelException when one is starting already, or the application ends
     */
    void restart() {
        boolean answers;
        synchronized (this) {
            if (status == Status.STARTING) {
                throw new KernelException("The kernel is starting already.");
            }
            answers = status == Status.READY;
            change(Status.STARTING, "The kernel restarts.");
        }
        execute(() -> begin(() -> end(answers, true)));
    }

    private void execute(Runnable task) {
        ExecutorService present = worker;
        try {
            if (present != null) {
                present.execute(task);
            }
        } catch (RejectedExecutionException ending) {
            LOGGER.debug("the application ends", ending);
        }
    }

    @Override
    public void start() {
        worker = Executors.newSingleThreadExecutor(new CustomizableThreadFactory("kernel-"));
        change(Status.STARTING, "The kernel starts.");
        execute(() -> begin(() -> {}));
    }

    /** Ends the kernel while its sockets are still open: this stops before all else. */
    @Override
    public void stop() {
        ExecutorService present = worker;
        if (present != null) {
            worker = null;
            boolean answers = state().status() == Status.READY;
            present.shutdownNow();
            try {
                present.awaitTermination(properties.shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            end(answers, false);
            change(Status.STOPPED, "The kernel was shut down.");
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }

    /** Nothing that goes wrong here may leave it starting for ever. */
    private void begin(Runnable before) {
        try {
            before.run();
            KernelProcess started = launcher.launch(signer.key());
            process = started;
            started.ended().thenAccept(how -> execute(() -> ended(started, how)));
            sockets.open(started.connection());
            KernelMessage info = awaitInfo(started);
            if (info != null) {
                change(Status.READY, info.text("banner").lines().findFirst().orElse("The kernel") + " is ready.");
            } else if (!started.ended().isDone()) {
                giveUp("The kernel has not answered within "
                        + properties.startTimeout().toSeconds() + " s; " + listeners.refused()
                        + " messages were refused.");
            }
        } catch (InterruptedException | ZmqInterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (KernelException failed) {
            giveUp(String.valueOf(failed.getMessage()));
        } catch (RuntimeException failed) {
            giveUp("The kernel cannot be started: " + failed);
        }
    }

    private @Nullable KernelMessage awaitInfo(KernelProcess started) throws InterruptedException {
        long deadlineNs = System.nanoTime() + properties.startTimeout().toNanos();
        KernelMessage info = null;
        readiness.begin();
        while (info == null && !started.ended().isDone() && System.nanoTime() - deadlineNs < 0) {
            if (sockets.awaitConnected(STEP)) {
                info = readiness.ask(STEP);
            }
        }
        return info;
    }

    private void ended(KernelProcess gone, String how) {
        if (gone.equals(process)) {
            giveUp("The kernel has ended: " + how + ".");
        }
    }

    private void giveUp(String reason) {
        LOGGER.error("{}", reason);
        end(false, false);
        change(Status.DEAD, reason);
    }

    /** @param answers whether it can be asked to end by itself */
    private void end(boolean answers, boolean restart) {
        KernelProcess ending = process;
        process = null;
        if (ending != null) {
            try {
                if (!answers || !endsByItself(ending, restart)) {
                    ending.kill();
                    ending.awaitEnd(properties.shutdownTimeout());
                }
            } catch (InterruptedException interrupted) {
                ending.kill();
                Thread.currentThread().interrupt();
            }
        }
        sockets.close();
        cells.abandon("ended with the kernel");
    }

    private boolean endsByItself(KernelProcess ending, boolean restart) throws InterruptedException {
        try {
            if (cells.isBusy()) {
                interrupt(ending);
            }
            client.send(
                    Channel.CONTROL,
                    client.request("shutdown_request", client.content().put("restart", restart)));
        } catch (KernelException cannotBeAsked) {
            LOGGER.debug("the kernel is killed", cannotBeAsked);
            return false;
        }
        return ending.awaitEnd(properties.shutdownTimeout());
    }

    /** The kernel has answered a heartbeat. */
    synchronized void answers() {
        if (status == Status.SILENT) {
            change(Status.READY, "The kernel answers again.");
        }
    }

    /** The kernel has not answered the latest heartbeats. */
    synchronized void isSilent(int missed) {
        if (status == Status.READY) {
            LOGGER.warn("the kernel has not answered {} heartbeats", missed);
            change(Status.SILENT, "The kernel has not answered " + missed + " heartbeats. Wait, or restart it.");
        }
    }

    private void change(Status next, String what) {
        synchronized (this) {
            status = next;
            detail = what;
        }
        transcript.add(0, "note", what);
    }
}
