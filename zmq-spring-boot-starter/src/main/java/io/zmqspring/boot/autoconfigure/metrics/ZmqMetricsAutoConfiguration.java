package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of named sockets, when there is a meter registry. */
@AutoConfiguration(
        after = ZmqAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({MeterRegistry.class, ZmqSocketRegistry.class})
public final class ZmqMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ZmqMetrics zmqMetrics(ZmqSocketRegistry sockets) {
        return new ZmqMetrics(sockets);
    }
}
