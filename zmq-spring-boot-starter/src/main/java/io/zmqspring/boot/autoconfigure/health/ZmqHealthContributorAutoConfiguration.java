package io.zmqspring.boot.autoconfigure.health;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code zmq} with one entry for each socket, requester, proxy and
 * listener. Off with {@code management.health.zmq.enabled=false}.
 */
@AutoConfiguration(after = ZmqAutoConfiguration.class)
@ConditionalOnClass({CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ZmqSocketRegistry.class)
@ConditionalOnEnabledHealthIndicator("zmq")
public final class ZmqHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = {"zmqHealthIndicator", "zmqHealthContributor"})
    CompositeHealthContributor zmqHealthContributor(
            ZmqSocketRegistry sockets,
            ObjectProvider<ZmqRequesterRegistry> requesters,
            ObjectProvider<NamedProxy> proxies,
            ObjectProvider<ZmqListenerEndpointRegistry> listeners,
            ZmqProperties properties) {
        List<String> requirePeers = List.copyOf(properties.getHealth().getRequirePeers());
        requirePeers.stream()
                .filter(name -> requesters.stream().allMatch(registry -> registry.findRequester(name) == null))
                .filter(name -> !sockets.contains(name))
                .forEach(name -> {
                    throw new InvalidConfigurationPropertyValueException(
                            "zmq.health.require-peers",
                            name,
                            "there is no socket or requester of that name: known are " + known(sockets, requesters));
                });
        Map<String, CompositeHealthContributor> parts = new LinkedHashMap<>();
        parts.put(
                "sockets",
                new LiveHealthContributors<>(
                        () -> sockets.getSockets().stream(),
                        RestartableSocket::name,
                        socket -> new SocketHealthIndicator(
                                socket,
                                sockets.getLifecycle(socket.name()).isAutoStartup(),
                                requirePeers.contains(socket.name()))));
        parts.put(
                "requesters",
                new LiveHealthContributors<>(
                        () -> requesters.stream().flatMap(registry -> registry.getRequesters().stream()),
                        NamedRequester::name,
                        requester -> new RequesterHealthIndicator(requester, requirePeers.contains(requester.name()))));
        parts.put(
                "proxies", new LiveHealthContributors<>(proxies::stream, NamedProxy::name, ProxyHealthIndicator::new));
        parts.put(
                "listeners",
                new LiveHealthContributors<>(
                        () -> listeners.stream().flatMap(ZmqHealthContributorAutoConfiguration::containers),
                        ZmqMessageListenerContainer::getListenerId,
                        ListenerHealthIndicator::new));
        return CompositeHealthContributor.fromMap(parts);
    }

    private static List<String> known(ZmqSocketRegistry sockets, ObjectProvider<ZmqRequesterRegistry> requesters) {
        return Stream.concat(
                        sockets.getSocketNames().stream(),
                        requesters.stream()
                                .flatMap(registry -> registry.getRequesters().stream())
                                .map(NamedRequester::name))
                .toList();
    }

    private static Stream<ZmqMessageListenerContainer> containers(ZmqListenerEndpointRegistry registry) {
        return registry.getListenerContainers().stream();
    }
}
