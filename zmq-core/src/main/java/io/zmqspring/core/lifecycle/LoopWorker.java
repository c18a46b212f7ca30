package io.zmqspring.core.lifecycle;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.message.ZmqMessage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Task of each thread of a {@link ReceiveLoop}: receives, handles, and obeys the mode of the {@link Workers}. */
final class LoopWorker implements Runnable {

    private static final System.Logger LOGGER = System.getLogger(LoopWorker.class.getName());
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final Workers workers;
    private final ZmqSocket socket;
    private final MultipartReceiver receiver;
    private final Consumer<ZmqMessage> handler;
    private final IdleWatch idle;
    private final Consumer<Throwable> onFailure;

    LoopWorker(
            Workers workers,
            ZmqSocket socket,
            Consumer<ZmqMessage> handler,
            IdleWatch idle,
            Consumer<Throwable> onFailure) {
        this.workers = workers;
        this.socket = socket;
        this.receiver = (MultipartReceiver) socket;
        this.handler = handler;
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
            ZmqMessage message = receive(wakeup);
            if (message != null) {
                idle.received();
                handle(message);
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

    private @Nullable ZmqMessage receive(Wakeup wakeup) {
        ZmqInterruptedException interruption = null;
        ZmqMessage message = null;
        boolean woken;
        wakeup.receiveBegins();
        try {
            if (workers.mode() == LoopMode.RECEIVE) {
                message = receiver.tryReceiveMessage();
                if (message == null) {
                    message = receiver.receiveMessage(idle.maxWait());
                }
            }
        } catch (ZmqInterruptedException interrupted) {
            interruption = interrupted;
        } finally {
            woken = ends(wakeup);
        }
        if (interruption != null && !woken) {
            throw interruption;
        }
        return message;
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
    private void handle(ZmqMessage message) {
        try {
            handler.accept(message);
        } catch (Throwable failure) {
            LOGGER.log(System.Logger.Level.ERROR, "the handler of " + socket + " failed on " + message, failure);
        } finally {
            Thread.interrupted();
        }
    }

    private boolean drain() {
        if (!workers.takeDrainPermit()) {
            return false;
        }
        ZmqMessage message;
        try {
            message = receiver.tryReceiveMessage();
        } catch (RuntimeException nothingToDrain) {
            LOGGER.log(System.Logger.Level.DEBUG, () -> socket + " cannot be drained", nothingToDrain);
            return false;
        }
        if (message == null) {
            return false;
        }
        handle(message);
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
