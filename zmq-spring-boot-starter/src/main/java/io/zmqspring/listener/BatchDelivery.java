package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Hands batches to a listener, and does with the messages that fail what the error handler says. */
final class BatchDelivery {

    private final Delivery delivery;
    private final ZmqBatchMessageListener target;
    private volatile ZmqBatchMessageListener listener;
    private volatile InterceptedListener.@Nullable Interceptors interceptors;
    private volatile @Nullable ZmqHandlingTimer timer;

    /** @param delivery counts, and asks the error handler */
    BatchDelivery(Delivery delivery, ZmqBatchMessageListener listener) {
        this.delivery = delivery;
        this.target = listener;
        this.listener = listener;
    }

    /** Sets what stands around the listener; to be called before a batch is handed over. */
    void setAround(UnaryOperator<ZmqBatchMessageListener> around) {
        listener = around.apply(target);
    }

    /** Sets what sees each message before its batch; to be called before one is handed over. */
    void setInterceptors(InterceptedListener.Interceptors interceptors) {
        this.interceptors = interceptors;
    }

    /** Sets what measures each call of the listener; to be called before a batch is handed over. */
    void setTimer(@Nullable ZmqHandlingTimer timer) {
        this.timer = timer;
    }

    /** Hands over a batch on a worker, again and again while the error handler says so. */
    void deliver(List<ZmqMessage> messages) {
        delivery.countReceived(messages.size());
        List<ZmqMessage> readable = new ArrayList<>(messages.size());
        List<@Nullable Object> elements = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            addElement(messages.get(i), i, readable, elements);
        }
        if (!readable.isEmpty()) {
            hand(readable, elements);
        }
    }

    private void addElement(ZmqMessage message, int index, List<ZmqMessage> readable, List<@Nullable Object> elements) {
        Delivery.Failure failure;
        int attempt = 0;
        do {
            try {
                InterceptedListener.Interceptors before = interceptors;
                ZmqMessage intercepted = before == null ? message : before.intercept(message);
                if (intercepted == null) {
                    delivery.countHandled(1);
                } else {
                    elements.add(listener.element(intercepted));
                    readable.add(intercepted);
                }
                return;
            } catch (Throwable unreadable) {
                failure = delivery.resolve(message, index, ++attempt, unreadable);
            }
        } while (failure.isRetried());
        delivery.settle(message, failure);
    }

    private void hand(List<ZmqMessage> messages, List<@Nullable Object> elements) {
        int from = 0;
        int attempt = 1;
        while (from < messages.size()) {
            Throwable thrown = call(elements.subList(from, elements.size()));
            if (thrown == null) {
                delivery.countHandled(messages.size() - from);
                return;
            }
            int failed = index(thrown, messages.size() - from);
            if (failed > 0) {
                delivery.countHandled(failed);
                from += failed;
                attempt = 1;
            }
            int last = failed < 0 ? messages.size() : from + 1;
            int retried = settle(messages, from, last, Math.max(0, failed), attempt, thrown);
            attempt = retried < last ? attempt + 1 : 1;
            from = retried;
        }
    }

    private @Nullable Throwable call(List<@Nullable Object> elements) {
        ZmqHandlingTimer measuring = timer;
        long startNs = measuring == null ? 0 : System.nanoTime();
        Throwable thrown = null;
        try {
            listener.onBatch(elements);
        } catch (Throwable failure) {
            thrown = failure;
        }
        if (measuring != null) {
            measuring.handled(System.nanoTime() - startNs, thrown);
        }
        return thrown;
    }

    /** {@return the index of the message that failed, or -1 when the batch did} */
    private static int index(Throwable thrown, int size) {
        return thrown instanceof ZmqBatchListenerFailedException failed && failed.getIndex() < size
                ? failed.getIndex()
                : -1;
    }

    /** {@return the index of the first message to be handed over again; {@code to} when none is of these} */
    private int settle(List<ZmqMessage> messages, int from, int to, int batchIndex, int attempt, Throwable thrown) {
        for (int i = from; i < to; i++) {
            Delivery.Failure failure = delivery.resolve(messages.get(i), batchIndex + i - from, attempt, thrown);
            if (failure.isRetried()) {
                return i;
            }
            delivery.settle(messages.get(i), failure);
        }
        return to;
    }
}
