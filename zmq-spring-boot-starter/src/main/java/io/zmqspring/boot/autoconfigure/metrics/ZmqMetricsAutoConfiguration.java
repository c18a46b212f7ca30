package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of sockets, requesters, proxies and listeners, when there is a meter registry. */
@AutoConfiguration(
        after = ZmqAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, ZmqSocketRegistry.class})
public final class ZmqMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ZmqMetrics zmqMetrics(
            ZmqSocketRegistry sockets,
            ObjectProvider<ZmqRequesterRegistry> requesters,
            ObjectProvider<NamedProxy> proxies) {
        return new ZmqMetrics(
                sockets, requesters.getIfUnique(), proxies.stream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("zmq.metrics.handling-time")
    ZmqListenerTimers zmqListenerTimers(MeterRegistry registry) {
        return new ZmqListenerTimers(registry);
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqListenerMetrics zmqListenerMetrics(MeterRegistry registry) {
        return new ZmqListenerMetrics(registry);
    }
}
