package io.zmqspring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmqspring.event.ListenerContainerStartedEvent;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZmqListenerMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ZmqListenerMetrics metrics = new ZmqListenerMetrics(registry);

    @Test
    void shouldMeasureTheContainerThatTakesThePlaceOfAnother() {
        registry.config().commonTags("application", "tested");
        ZmqMessageListenerContainer first = container(5);
        ZmqMessageListenerContainer second = container(7);
        started(first);
        assertThat(received()).isEqualTo(5);

        started(second);

        assertThat(received()).isEqualTo(7);
        assertThat(registry.getMeters()).hasSize(4);
    }

    @Test
    void shouldKeepTheMetersOfAContainerThatStartsAgain() {
        ZmqMessageListenerContainer container = container(5);
        started(container);
        List<Meter> before = List.copyOf(registry.getMeters());

        started(container);

        assertThat(registry.getMeters())
                .hasSize(4)
                .allMatch(meter -> before.stream().anyMatch(same -> same == meter));
    }

    private void started(ZmqMessageListenerContainer container) {
        metrics.onApplicationEvent(new ListenerContainerStartedEvent(container, "lines"));
    }

    private double received() {
        return registry.get("zmq.listener.received").functionCounter().count();
    }

    private static ZmqMessageListenerContainer container(long received) {
        ZmqMessageListenerContainer container = mock(ZmqMessageListenerContainer.class);
        when(container.getListenerId()).thenReturn("lines");
        when(container.getSocketName()).thenReturn("in");
        when(container.getCounters()).thenReturn(new ListenerCounters(received, 0, 0, 0));
        return container;
    }
}
