package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.RequesterDefinition;
import io.zmqspring.socket.ZmqRequesterRegistry;
import java.util.List;

/** Creates requester definitions of the properties. */
final class RequesterDefinitions {

    private final ZmqProperties properties;
    private final SocketOptions defaults;
    private final ServiceEndpoints endpoints;
    private final List<ZmqRequesterCustomizer> customizers;

    /**
     * Keeps what the definitions are made of.
     *
     * @param contextDefaults options of all sockets of the context; they go before {@code zmq.defaults}
     */
    RequesterDefinitions(
            ZmqProperties properties,
            SocketOptions contextDefaults,
            ServiceEndpoints endpoints,
            List<ZmqRequesterCustomizer> customizers) {
        this.endpoints = endpoints;
        this.properties = properties;
        this.defaults = contextDefaults.orElse(SocketDefinitions.defaultsOf(properties));
        this.customizers = customizers;
    }

    void registerAll(ZmqRequesterRegistry registry) {
        ConfiguredSockets.distinct(properties.getRequesters()).forEach((name, requester) -> {
            if (registry.findRequester(name) == null) {
                registry.register(definition(name, requester), requester.isAutoStartup());
            }
        });
    }

    private RequesterDefinition definition(String name, ZmqRequesterProperties requester) {
        String prefix = "zmq.requesters." + name;
        requireEndpoint(prefix, requester);
        RequesterOptions.Builder options = RequesterOptions.builder();
        options.socket(SocketOptionsMapper.forSocket(requester.getOptions(), prefix + ".options", SocketType.DEALER)
                .forSocket(SocketType.DEALER, defaults));
        ConfiguredValues values = new ConfiguredValues(prefix);
        values.<Integer>pass("max-in-flight", requester.getMaxInFlight(), options::maxInFlight);
        options.whenFull(requester.getWhenFull());
        options.request(request(values, requester));
        customizers.forEach(customizer -> customizer.customize(name, options));
        return endpoints.of(
                new RequesterDefinition(name, requester.getBind(), requester.getConnect(), options.build()));
    }

    private RequestOptions request(ConfiguredValues values, ZmqRequesterProperties requester) {
        RequestOptions[] options = {RequestOptions.defaults()};
        new ConfiguredValues("zmq.template")
                .pass(
                        "reply-timeout",
                        properties.getTemplate().getReplyTimeout(),
                        timeout -> options[0] = options[0].withTimeout(timeout));
        values.pass("timeout", requester.getTimeout(), timeout -> options[0] = options[0].withTimeout(timeout));
        values.<Integer>pass(
                "attempts", requester.getAttempts(), attempts -> options[0] = options[0].withAttempts(attempts));
        values.pass(
                "attempt-timeout",
                requester.getAttemptTimeout(),
                timeout -> options[0] = options[0].withAttemptTimeout(timeout));
        return options[0];
    }

    private static void requireEndpoint(String property, ZmqRequesterProperties requester) {
        if (requester.leadsNowhere()) {
            throw new SocketConfigurationException(
                    property + " has neither bind nor connect, so no request can leave it.",
                    "Set " + property + ".connect or " + property + ".bind to one or more endpoints such as"
                            + " tcp://localhost:5555, or set " + property + ".auto-startup to false and connect the"
                            + " requester in code.");
        }
    }
}
