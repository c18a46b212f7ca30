package io.zmqspring.integration.outbound;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.error.ZmqSocketStartException;
import io.zmqspring.core.option.RequesterOptions;
import java.util.ArrayList;
import java.util.List;

/** Opens the requester of one gateway, again and again with the same endpoints. Guarded by the gateway's lock. */
final class OwnRequester {

    private final ZmqContext context;
    private RequesterOptions options = RequesterOptions.defaults();
    private List<String> bindEndpoints = List.of();
    private List<String> connectEndpoints = List.of();
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
        this.bindEndpoints = List.of(endpoints);
    }

    void setConnectEndpoints(String... endpoints) {
        this.connectEndpoints = List.of(endpoints);
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
            List<String> bindings = new ArrayList<>();
            for (int i = 0; i < bindEndpoints.size(); i++) {
                bindings.add(bind(opened, name, i));
            }
            for (String endpoint : connectEndpoints) {
                connect(opened, name, endpoint);
            }
            this.bound = List.copyOf(bindings);
            complete = true;
            return opened;
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    /** Takes the port or path of the last time, or a new one where that is gone and may be chosen freely. */
    private String bind(ZmqRequester opened, String name, int index) {
        String wanted = bindEndpoints.get(index);
        String last = index < bound.size() ? bound.get(index) : wanted;
        try {
            return opened.bind(last);
        } catch (ZmqEndpointException taken) {
            if (last.equals(wanted)) {
                throw new ZmqSocketStartException(name, true, wanted, taken);
            }
        }
        try {
            return opened.bind(wanted);
        } catch (ZmqEndpointException refused) {
            throw new ZmqSocketStartException(name, true, wanted, refused);
        }
    }

    private static void connect(ZmqRequester opened, String name, String endpoint) {
        try {
            opened.connect(endpoint);
        } catch (ZmqEndpointException refused) {
            throw new ZmqSocketStartException(name, false, endpoint, refused);
        }
    }
}
