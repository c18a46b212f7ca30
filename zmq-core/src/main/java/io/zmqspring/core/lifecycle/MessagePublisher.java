package io.zmqspring.core.lifecycle;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.ZmqMessage;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the messages of a socket (Reactive Streams 1.0.4, {@link Flow}). A message is taken from the socket only
 * when it was requested. Otherwise it stays there, and once the queue is full, the sender waits, drops the message or
 * gets an error, as its socket's type says. Any thread may call any method.
 *
 * <ul>
 *   <li>Each subscriber has a {@link ReceiveLoop} of its own, with one thread of the executor until the subscription
 *       ends. Signals come from that thread, one at a time. Several subscribers share the messages out among them.
 *   <li>{@code onComplete} comes when the socket is closed. While a {@link RestartableSocket} is stopped, nothing
 *   comes.
 *   <li>{@code onError} comes when the executor refuses a thread, the thread is interrupted from outside, or {@code
 *       request} was called with less than 1.
 *   <li>A message that is being taken when {@code cancel} is called still comes; those behind it stay in the socket.
 *   <li>A subscriber that throws is cancelled and gets nothing more, and what it threw is logged (rule 2.13). The
 *       message it threw at is lost.
 * </ul>
 */
public final class MessagePublisher implements Flow.Publisher<ZmqMessage> {

    private static final System.Logger LOGGER = System.getLogger(MessagePublisher.class.getName());

    private final ZmqSocket socket;
    private final Executor executor;

    private MessagePublisher(ZmqSocket socket, Executor executor) {
        this.socket = socket;
        this.executor = executor;
    }

    /**
     * Creates a publisher. It takes nothing from the socket before a subscriber requests it, and never closes it.
     *
     * @param socket receives; a {@link RestartableSocket} may be stopped and started meanwhile
     * @param executor gives each subscriber a thread until its subscription ends
     * @return the publisher
     * @throws IllegalArgumentException when the socket does not receive
     */
    public static MessagePublisher of(ZmqSocket socket, Executor executor) {
        if (!(socket instanceof MultipartReceiver)) {
            throw new IllegalArgumentException("a publisher needs a socket that receives: " + socket);
        }
        return new MessagePublisher(socket, Objects.requireNonNull(executor, "executor"));
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ZmqMessage> subscriber) {
        new Subscription(socket, Objects.requireNonNull(subscriber, "subscriber")).begin(executor);
    }

    /** One subscriber, its demand and its loop, which receives while there is demand and pauses while there is none. */
    private static final class Subscription implements Flow.Subscription {

        private static final long UNBOUNDED = Long.MAX_VALUE;

        private final ZmqSocket socket;
        private final Flow.Subscriber<? super ZmqMessage> subscriber;
        private final ReceiveLoop loop;
        private long demand;
        private volatile boolean cancelled;
        private volatile @Nullable Throwable failure;

        Subscription(ZmqSocket socket, Flow.Subscriber<? super ZmqMessage> subscriber) {
            this.socket = socket;
            this.subscriber = subscriber;
            this.loop = ReceiveLoop.builder(socket, this::onMessage)
                    .paused(true)
                    .onFailure(cause -> failure = cause)
                    .onEnd(this::onEnd)
                    .build();
        }

        void begin(Executor executor) {
            if (!signal(() -> subscriber.onSubscribe(this)) || cancelled) {
                return;
            }
            try {
                loop.start(worker -> {
                    try {
                        executor.execute(worker);
                    } catch (RuntimeException | Error refused) {
                        failure = refused;
                        throw refused;
                    }
                });
            } catch (RuntimeException | Error refused) {
                if (failure != refused) {
                    throw refused;
                }
            }
        }

        @Override
        public void request(long count) {
            if (count < 1) {
                failure = new IllegalArgumentException(
                        "at least one message must be requested (rule 3.9): n=" + count + ", socket=" + socket);
                loop.requestStop();
                return;
            }
            synchronized (this) {
                boolean paused = demand == 0;
                demand = demand + count < 0 ? UNBOUNDED : demand + count;
                if (paused) {
                    loop.resume();
                }
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            loop.requestStop();
        }

        private void onMessage(ZmqMessage message) {
            synchronized (this) {
                demand -= demand == UNBOUNDED ? 0 : 1;
            }
            if (!signal(() -> subscriber.onNext(message))) {
                return;
            }
            synchronized (this) {
                if (demand == 0) {
                    loop.pause();
                }
            }
        }

        private void onEnd() {
            Throwable cause = failure;
            if (cancelled) {
                return;
            }
            if (cause == null || cause instanceof ZmqClosedException) {
                signal(subscriber::onComplete);
            } else {
                signal(() -> subscriber.onError(cause));
            }
        }

        /** {@return whether the subscriber has not thrown; if it has, it is cancelled} */
        private boolean signal(Runnable call) {
            try {
                call.run();
                return true;
            } catch (Throwable broken) {
                cancel();
                LOGGER.log(
                        System.Logger.Level.ERROR,
                        "a subscriber of " + socket + " threw, and is cancelled (rule 2.13): " + subscriber,
                        broken);
                return false;
            }
        }
    }
}
