package io.zmqspring.integration.dsl;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import org.springframework.integration.dsl.IntegrationComponentSpec;

/** Describes a {@link ZmqProxyEndpoint}. */
public final class ZmqProxySpec extends IntegrationComponentSpec<ZmqProxySpec, ZmqProxyEndpoint> {

    ZmqProxySpec(ZmqProxyEndpoint target) {
        this.target = target;
    }

    /**
     * Names the bean.
     *
     * @param id the bean name
     * @return this spec
     */
    @Override
    public ZmqProxySpec id(String id) {
        target.setBeanName(id);
        return super.id(id);
    }

    /**
     * Listens with the frontend.
     *
     * @param endpoints see {@link ZmqProxyEndpoint#setFrontendBind}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqProxySpec frontendBind(String... endpoints) {
        target.setFrontendBind(endpoints);
        return this;
    }

    /**
     * Connects the frontend.
     *
     * @param endpoints see {@link ZmqProxyEndpoint#setFrontendConnect}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqProxySpec frontendConnect(String... endpoints) {
        target.setFrontendConnect(endpoints);
        return this;
    }

    /**
     * Sets the options of the frontend.
     *
     * @param options see {@link ZmqProxyEndpoint#setFrontendOptions}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqProxySpec frontendOptions(SocketOptions options) {
        target.setFrontendOptions(options);
        return this;
    }

    /**
     * Listens with the backend.
     *
     * @param endpoints see {@link ZmqProxyEndpoint#setBackendBind}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqProxySpec backendBind(String... endpoints) {
        target.setBackendBind(endpoints);
        return this;
    }

    /**
     * Connects the backend.
     *
     * @param endpoints see {@link ZmqProxyEndpoint#setBackendConnect}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqProxySpec backendConnect(String... endpoints) {
        target.setBackendConnect(endpoints);
        return this;
    }

    /**
     * Sets the options of the backend.
     *
     * @param options see {@link ZmqProxyEndpoint#setBackendOptions}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqProxySpec backendOptions(SocketOptions options) {
        target.setBackendOptions(options);
        return this;
    }

    /**
     * Shows each message on a PUB within the context.
     *
     * @param exposeCapture see {@link ZmqProxyEndpoint#setExposeCapture}
     * @return this spec
     */
    public ZmqProxySpec exposeCapture(boolean exposeCapture) {
        target.setExposeCapture(exposeCapture);
        return this;
    }

    /**
     * Takes commands on a PAIR within the context.
     *
     * @param exposeControl see {@link ZmqProxyEndpoint#setExposeControl}
     * @return this spec
     */
    public ZmqProxySpec exposeControl(boolean exposeControl) {
        target.setExposeControl(exposeControl);
        return this;
    }

    /**
     * Sets whether it starts with the application context.
     *
     * @param autoStartup by default {@code true}
     * @return this spec
     */
    public ZmqProxySpec autoStartup(boolean autoStartup) {
        target.setAutoStartup(autoStartup);
        return this;
    }

    /**
     * Sets when it starts and stops.
     *
     * @param phase by default {@value ZmqProxyEndpoint#PHASE}
     * @return this spec
     */
    public ZmqProxySpec phase(int phase) {
        target.setPhase(phase);
        return this;
    }
}
