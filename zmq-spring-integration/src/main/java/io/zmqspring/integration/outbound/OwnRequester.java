package io.zmqspring.integration.outbound;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.lifecycle.RememberedEndpoint;
import io.zmqspring.core.option.RequesterOptions;
import java.util.Arrays;
import java.util.List;

/** Opens the requester of one gateway, again and again with the same endpoints. Guarded by the gateway's lock. */
final class OwnRequester {

    private final ZmqContext context;
    private RequesterOptions options = RequesterOptions.defaults();
    private List<RememberedEndpoint> bindEndpoints = List.of();
    private List<RememberedEndpoint> connectEndpoints = List.of();
    private volatile List<String> bound = List.of();

    OwnRequester(ZmqContext context) {
        this.context = context;
    }

    RequesterOptions options() {
        return options;
    }

    void setOptions(RequesterOptions value) {
        this.options = value;
    }

    void setBindEndpoints(String... endpoints) {
        this.bindEndpoints = remembered(true, endpoints);
    }

    void setConnectEndpoints(String... endpoints) {
        this.connectEndpoints = remembered(false, endpoints);
    }

    boolean hasEndpoints() {
        return !bindEndpoints.isEmpty() || !connectEndpoints.isEmpty();
    }

    List<String> boundEndpoints() {
        return bound;
    }

    /** Opens one with all its endpoints, or none. */
    ZmqRequester open(String name) {
        ZmqRequester opened = context.requester(options);
        boolean complete = false;
        try {
            bindEndpoints.forEach(endpoint -> endpoint.openConfigured(opened, name));
            connectEndpoints.forEach(endpoint -> endpoint.openConfigured(opened, name));
            this.bound = bindEndpoints.stream().map(RememberedEndpoint::current).toList();
            complete = true;
            return opened;
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    private static List<RememberedEndpoint> remembered(boolean binding, String... endpoints) {
        return Arrays.stream(endpoints)
                .map(endpoint -> new RememberedEndpoint(binding, endpoint))
                .toList();
    }
}
