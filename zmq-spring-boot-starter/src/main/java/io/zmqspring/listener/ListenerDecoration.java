package io.zmqspring.listener;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.observation.ZmqListenerObservationContext;
import io.zmqspring.observation.ZmqListenerObservationConvention;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands around the listener of a container. Set before the first start; not thread-safe. */
final class ListenerDecoration {

    private final ZmqMessageListenerContainer container;
    private final RestartableSocket socket;
    private List<ZmqMessageInterceptor> interceptors = List.of();
    private @Nullable Function<ZmqMessage, Observation> observations;

    ListenerDecoration(ZmqMessageListenerContainer container, RestartableSocket socket) {
        this.container = container;
        this.socket = socket;
    }

    void setInterceptors(List<? extends ZmqMessageInterceptor> interceptors) {
        this.interceptors = List.copyOf(interceptors);
    }

    void setObservation(ObservationRegistry registry, ZmqListenerObservationConvention convention) {
        Envelope envelope = Envelope.of(socket.type());
        observations = message -> Observation.createNotStarted(
                convention,
                () -> new ZmqListenerObservationContext(message, container.getListenerId(), socket.name(), envelope),
                registry);
    }

    InterceptedListener.Interceptors interceptors() {
        return new InterceptedListener.Interceptors(interceptors, container);
    }

    /** {@return the listener itself when nothing stands around it} */
    ZmqMessageListener around(ZmqMessageListener listener) {
        ZmqMessageListener decorated =
                interceptors.isEmpty() ? listener : new InterceptedListener(listener, interceptors());
        Function<ZmqMessage, Observation> observed = observations;
        return observed == null ? decorated : new ObservedListener(decorated, observed);
    }
}
