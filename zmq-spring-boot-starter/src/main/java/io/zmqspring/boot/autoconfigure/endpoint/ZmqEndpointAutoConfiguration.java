package io.zmqspring.boot.autoconfigure.endpoint;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the actuator endpoint {@code zmq}, when it is exposed and its access is not {@code none}. */
@AutoConfiguration(after = ZmqAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(ZmqSocketRegistry.class)
@ConditionalOnAvailableEndpoint(ZmqEndpoint.class)
public final class ZmqEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ZmqEndpoint zmqEndpoint(
            ObjectProvider<ZmqContext> context,
            ZmqSocketRegistry sockets,
            ZmqRequesterRegistry requesters,
            ObjectProvider<NamedProxy> proxies,
            ObjectProvider<ZmqListenerEndpointRegistry> listeners) {
        return new ZmqEndpoint(context, sockets, requesters, proxies, listeners);
    }
}
