package io.zmqspring.integration.inbound;

import io.micrometer.observation.Observation;
import io.zmqspring.core.message.ZmqMessage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.support.management.metrics.SampleFacade;
import org.springframework.integration.support.management.observation.MessageRequestReplyReceiverContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;

/** One request of a {@link ZmqInboundGateway}, and the reply and error channel of its message. Any thread. */
final class OpenRequest implements MessageChannel {

    private static final int IN_FLOW = 0;
    private static final int IN_ERROR_FLOW = 1;
    private static final int OVER = 2;

    private final RequestExchange exchange;
    private final OpenRequests run;
    private final ZmqMessage received;
    private final AtomicInteger state = new AtomicInteger(IN_FLOW);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Message<?> message;

    /** Guarded by the lock of its {@link OpenRequests}. */
    @Nullable OpenRequest previous;

    /** Guarded by the lock of its {@link OpenRequests}. */
    @Nullable OpenRequest next;

    /** Guarded by the lock of its {@link OpenRequests}. */
    long deadlineNs;

    /** Whether its time-out was reported. Guarded by the lock of its {@link OpenRequests}. */
    boolean reported;

    private volatile @Nullable Observation observation;
    private volatile @Nullable MessageRequestReplyReceiverContext observed;
    private volatile @Nullable SampleFacade sample;

    /**
     * Creates one.
     *
     * @param exchange takes its reply
     * @param run holds it and those of the same run of the gateway
     * @param received the request as it was received
     */
    OpenRequest(RequestExchange exchange, OpenRequests run, ZmqMessage received) {
        this.exchange = exchange;
        this.run = run;
        this.received = received;
    }

    /** {@return what holds it while it is open} */
    OpenRequests run() {
        return run;
    }

    /** {@return the request as it was received} */
    ZmqMessage received() {
        return received;
    }

    /** {@return the message of the request, or {@code null} while there is none} */
    @Nullable Message<?> message() {
        return message;
    }

    void message(Message<?> created) {
        this.message = created;
    }

    void observe(Observation started, MessageRequestReplyReceiverContext context) {
        this.observation = started;
        this.observed = context;
    }

    void measure(SampleFacade started) {
        this.sample = started;
    }

    @Nullable SampleFacade sample() {
        return sample;
    }

    /** {@return whether it is the first failure of an open request, which may go to the error channel} */
    boolean enterErrorFlow() {
        return state.compareAndSet(IN_FLOW, IN_ERROR_FLOW);
    }

    boolean isInErrorFlow() {
        return state.get() == IN_ERROR_FLOW;
    }

    boolean isOver() {
        return state.get() == OVER;
    }

    /** {@return whether it was open: the caller, and no other, sends the reply or gives the request up} */
    boolean end() {
        return state.getAndSet(OVER) != OVER;
    }

    /** To be called once when all is done after {@link #end}. */
    void ended(@Nullable Message<?> reply, @Nullable Throwable failure) {
        over.countDown();
        Observation started = observation;
        MessageRequestReplyReceiverContext context = observed;
        if (started != null && context != null) {
            if (reply != null) {
                context.setResponse(reply);
            }
            if (failure != null) {
                started.error(failure);
            }
            started.stop();
        }
    }

    /** Waits until it is over. */
    void await() throws InterruptedException {
        over.await();
    }

    /** Takes the reply, or an error message in place of it. Never waits. */
    @Override
    public boolean send(Message<?> reply, long timeout) {
        exchange.onReply(this, reply);
        return true;
    }

    /** Shows the request. */
    @Override
    public String toString() {
        return "request " + received;
    }
}
