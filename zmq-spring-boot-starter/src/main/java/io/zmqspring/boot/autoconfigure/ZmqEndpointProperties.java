package io.zmqspring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** What is named and has endpoints: a socket or a requester. */
public abstract class ZmqEndpointProperties {

    /** Endpoints to bind. */
    private List<String> bind = new ArrayList<>();

    /** Endpoints to connect to. */
    private List<String> connect = new ArrayList<>();

    /** Whether it opens when the application starts; if not, its first use opens it. */
    private boolean autoStartup = true;

    @NestedConfigurationProperty
    private final ZmqSocketProperties options = new ZmqSocketProperties();

    ZmqEndpointProperties() {}

    public List<String> getBind() {
        return bind;
    }

    public void setBind(List<String> bind) {
        this.bind = bind;
    }

    public List<String> getConnect() {
        return connect;
    }

    public void setConnect(List<String> connect) {
        this.connect = connect;
    }

    public boolean isAutoStartup() {
        return autoStartup;
    }

    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    public ZmqSocketProperties getOptions() {
        return options;
    }

    /** {@return whether it opens with the application and has no endpoint, which is a mistake} */
    boolean leadsNowhere() {
        return autoStartup && bind.isEmpty() && connect.isEmpty();
    }
}
