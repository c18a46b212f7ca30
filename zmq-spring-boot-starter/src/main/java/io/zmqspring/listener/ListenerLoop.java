package io.zmqspring.listener;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.message.Message;
import io.zmqspring.socket.ZmqNamedSocket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What each worker of a container runs: receive, deliver, and obey the mode of the {@link WorkerGroup}. Ends by itself
 * only when the socket is closed for good or the virtual machine fails.
 */
final class ListenerLoop implements Runnable {

    private static final Log logger = LogFactory.getLog(ListenerLoop.class);
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final WorkerGroup group;
    private final ZmqNamedSocket socket;
    private final MessageReceiver receiver;
    private final Delivery delivery;
    private final IdleWatch idle;
    private final Consumer<Throwable> onFailure;

    ListenerLoop(
            WorkerGroup group,
            ZmqNamedSocket socket,
            MessageReceiver receiver,
            Delivery delivery,
            IdleWatch idle,
            Consumer<Throwable> onFailure) {
        this.group = group;
        this.socket = socket;
        this.receiver = receiver;
        this.delivery = delivery;
        this.idle = idle;
        this.onFailure = onFailure;
    }

    @Override
    public void run() {
        Wakeup wakeup = new Wakeup(Thread.currentThread());
        group.joins(wakeup);
        try {
            boolean more;
            do {
                more = step(wakeup);
            } while (more);
        } catch (Throwable failure) {
            onFailure.accept(failure);
        } finally {
            group.leaves(wakeup);
        }
    }

    /** {@return whether there is more to do} */
    private boolean step(Wakeup wakeup) {
        return switch (group.mode()) {
            case RECEIVE -> {
                receive(wakeup);
                yield true;
            }
            case PAUSE -> {
                await(WorkerMode.PAUSE, Long.MAX_VALUE);
                yield true;
            }
            case DRAIN -> drain();
            case END -> false;
        };
    }

    private void receive(Wakeup wakeup) {
        try {
            Message message = receiver.tryReceiveMessage();
            if (message == null) {
                message = waitForMessage(wakeup);
            }
            if (message == null) {
                idle.nothingReceived();
            } else {
                idle.received();
                delivery.deliver(message);
            }
        } catch (ZmqClosedException stopped) {
            waitForSocket(wakeup);
        } catch (RuntimeException failure) {
            logger.error("receiving from socket '" + socket.name() + "' failed, trying again in 1 s", failure);
            await(WorkerMode.RECEIVE, RETRY_NS);
        }
    }

    private @Nullable Message waitForMessage(Wakeup wakeup) {
        wakeup.waitBegins();
        try {
            return group.mode() == WorkerMode.RECEIVE ? receiver.receiveMessage(idle.longestWait()) : null;
        } catch (ZmqInterruptedException interrupted) {
            Thread.interrupted();
            return null;
        } finally {
            wakeup.waitEnds();
        }
    }

    private void waitForSocket(Wakeup wakeup) {
        wakeup.waitBegins();
        try {
            if (group.mode() == WorkerMode.RECEIVE) {
                socket.awaitOpen(idle.longestWait());
            }
        } catch (ZmqInterruptedException interrupted) {
            Thread.interrupted();
        } finally {
            wakeup.waitEnds();
        }
    }

    private boolean drain() {
        if (!group.takeDrainPermit()) {
            return false;
        }
        try {
            Message message = receiver.tryReceiveMessage();
            if (message == null) {
                return false;
            }
            delivery.deliver(message);
            return true;
        } catch (RuntimeException nothingToDrain) {
            logger.debug("socket '" + socket.name() + "' cannot be drained", nothingToDrain);
            return false;
        }
    }

    private void await(WorkerMode current, long timeoutNs) {
        try {
            group.awaitOther(current, timeoutNs);
        } catch (InterruptedException notOurs) {
            logger.debug("a worker of socket '" + socket.name() + "' was interrupted while it waited", notOurs);
        }
    }
}
