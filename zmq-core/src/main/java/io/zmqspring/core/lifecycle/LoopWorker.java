package io.zmqspring.core.lifecycle;

import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Task of each thread of a {@link ReceiveLoop}: receives, handles, and obeys the mode of the {@link Workers}. */
final class LoopWorker implements Runnable {

    private static final System.Logger LOGGER = System.getLogger(LoopWorker.class.getName());
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final Workers workers;
    private final ZmqSocket socket;
    private final Intake intake;
    private final IdleWatch idle;
    private final Consumer<Throwable> onFailure;

    LoopWorker(Workers workers, ZmqSocket socket, Intake intake, IdleWatch idle, Consumer<Throwable> onFailure) {
        this.workers = workers;
        this.socket = socket;
        this.intake = intake;
        this.idle = idle;
        this.onFailure = onFailure;
    }

    @Override
    public void run() {
        Wakeup wakeup = new Wakeup(Thread.currentThread());
        workers.join(wakeup);
        try {
            boolean more;
            do {
                more = step(wakeup);
            } while (more);
        } catch (Throwable failure) {
            fail(failure);
        } finally {
            workers.leave();
        }
    }

    /** {@return whether there is more to do} */
    private boolean step(Wakeup wakeup) {
        switch (workers.mode()) {
            case RECEIVE -> receiveAndHandle(wakeup);
            case PAUSE -> await(LoopMode.PAUSE, Long.MAX_VALUE);
            case DRAIN -> {
                return drain();
            }
            case END -> {
                return false;
            }
        }
        return true;
    }

    private void receiveAndHandle(Wakeup wakeup) {
        try {
            Object received = receive(wakeup);
            if (received != null) {
                idle.received();
                handle(received);
            } else {
                idle.nothingReceived();
            }
        } catch (ZmqClosedException closed) {
            if (!(socket instanceof RestartableSocket restartable)) {
                throw closed;
            }
            awaitOpen(wakeup, restartable);
        } catch (ZmqInterruptedException notOurs) {
            throw notOurs;
        } catch (RuntimeException failure) {
            LOGGER.log(System.Logger.Level.ERROR, "receiving on " + socket + " failed, trying again in 1 s", failure);
            await(LoopMode.RECEIVE, RETRY_NS);
        }
    }

    private @Nullable Object receive(Wakeup wakeup) {
        ZmqInterruptedException interruption = null;
        Object received = null;
        boolean woken;
        wakeup.receiveBegins();
        try {
            if (workers.mode() == LoopMode.RECEIVE) {
                received = intake.receive(idle);
            }
        } catch (ZmqInterruptedException interrupted) {
            interruption = interrupted;
        } finally {
            woken = ends(wakeup);
        }
        if (interruption != null && !woken) {
            throw interruption;
        }
        return received;
    }

    /** A restartable socket that is stopped is waited for; one that is closed for good ends the worker. */
    private void awaitOpen(Wakeup wakeup, RestartableSocket restartable) {
        ZmqInterruptedException interruption = null;
        boolean woken;
        wakeup.receiveBegins();
        try {
            if (workers.mode() == LoopMode.RECEIVE) {
                restartable.awaitOpen(idle.maxWait());
            }
        } catch (ZmqInterruptedException interrupted) {
            interruption = interrupted;
        } finally {
            woken = ends(wakeup);
        }
        if (interruption != null && !woken) {
            throw interruption;
        }
    }

    private boolean ends(Wakeup wakeup) {
        boolean woken = wakeup.receiveEnds();
        if (woken) {
            workers.receiveWoken();
        }
        return woken;
    }

    /** Nothing a handler throws ends the loop, and an interrupt it leaves behind does not end the next wait. */
    private void handle(Object received) {
        try {
            intake.handle(received);
        } catch (Throwable failure) {
            LOGGER.log(System.Logger.Level.ERROR, "the handler of " + socket + " failed on " + received, failure);
        } finally {
            Thread.interrupted();
        }
    }

    private boolean drain() {
        Object received;
        try {
            received = intake.drain();
        } catch (RuntimeException nothingToDrain) {
            LOGGER.log(System.Logger.Level.DEBUG, () -> socket + " cannot be drained", nothingToDrain);
            return false;
        }
        if (received == null) {
            return false;
        }
        handle(received);
        return true;
    }

    private void await(LoopMode current, long timeoutNs) {
        try {
            workers.awaitOther(current, timeoutNs);
        } catch (InterruptedException notOurs) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException(socket + ": interrupted while the receive loop waited");
        }
    }

    private void fail(Throwable failure) {
        if (!workers.fail()) {
            LOGGER.log(System.Logger.Level.DEBUG, () -> "a receive loop of " + socket + " ended", failure);
            return;
        }
        try {
            onFailure.accept(failure);
        } catch (Throwable second) {
            LOGGER.log(System.Logger.Level.ERROR, "the callback for a failed receive loop failed", second);
        }
    }
}
