package io.zmqspring.listener;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.observation.ZmqListenerObservationContext;
import io.zmqspring.observation.ZmqListenerObservationConvention;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

/** What stands around the listener of a container. Set before the first start; not thread-safe. */
final class ListenerDecoration {

    private final ZmqMessageListenerContainer container;
    private final RestartableSocket socket;
    private final @Nullable Duration pendingTimeout;
    private final Executor late;
    private List<ZmqMessageInterceptor> interceptors = List.of();
    private List<Advice> advice = List.of();
    private @Nullable ZmqHandlingTimer timer;
    private @Nullable ObservationRegistry registry;
    private @Nullable ZmqListenerObservationConvention convention;

    /**
     * @param pendingTimeout after which futures fail, or {@code null} for none
     * @param late runs what follows such a failure
     */
    ListenerDecoration(
            ZmqMessageListenerContainer container,
            RestartableSocket socket,
            @Nullable Duration pendingTimeout,
            Executor late) {
        this.container = container;
        this.socket = socket;
        this.pendingTimeout = pendingTimeout;
        this.late = late;
    }

    void setInterceptors(List<? extends ZmqMessageInterceptor> interceptors) {
        this.interceptors = List.copyOf(interceptors);
    }

    void setAdvice(List<? extends Advice> advice) {
        this.advice = List.copyOf(advice);
    }

    void setTimer(@Nullable ZmqHandlingTimer timer) {
        this.timer = timer;
    }

    void setObservation(ObservationRegistry registry, ZmqListenerObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    private InterceptedListener.Interceptors interceptors() {
        return new InterceptedListener.Interceptors(interceptors, container);
    }

    /** {@return the listener itself when nothing stands around it} */
    ZmqMessageListener around(ZmqMessageListener listener) {
        ZmqMessageListener decorated = ListenerAdvice.around(limited(listener), ZmqMessageListener.class, advice);
        if (!interceptors.isEmpty()) {
            decorated = new InterceptedListener(decorated, interceptors());
        }
        if (timer != null) {
            decorated = new TimedListener(decorated, timer);
        }
        return observed(decorated);
    }

    /** Inside of all else, so that nothing is sent once it is late. */
    private ZmqMessageListener limited(ZmqMessageListener listener) {
        return pendingTimeout == null
                ? listener
                : new LimitedListener(listener, container.getListenerId(), pendingTimeout, late);
    }

    void putAround(BatchDelivery batches) {
        batches.setAround(listener -> ListenerAdvice.around(listener, ZmqBatchMessageListener.class, advice));
        batches.setInterceptors(interceptors());
        batches.setTimer(timer);
    }

    private ZmqMessageListener observed(ZmqMessageListener listener) {
        ObservationRegistry observed = registry;
        ZmqListenerObservationConvention named = convention;
        return observed == null || named == null
                ? listener
                : new ObservedListener(listener, observations(listener, observed, named));
    }

    private Function<ZmqMessage, Observation> observations(
            ZmqMessageListener listener, ObservationRegistry registry, ZmqListenerObservationConvention convention) {
        Envelope envelope = Envelope.of(socket.type());
        boolean isReplier = socket.type() == SocketType.REP;
        return message -> Observation.createNotStarted(
                convention,
                () -> new ZmqListenerObservationContext(
                        message,
                        isReplier || envelope.isDelimited(message),
                        container.getListenerId(),
                        socket.name(),
                        envelope,
                        listener::headers),
                registry);
    }
}
