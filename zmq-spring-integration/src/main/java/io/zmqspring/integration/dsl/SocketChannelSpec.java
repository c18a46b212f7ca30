package io.zmqspring.integration.dsl;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.channel.ZmqChannelSettings;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import io.zmqspring.integration.support.ZmqMessageMapper;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.dsl.MessageChannelSpec;
import org.springframework.integration.mapping.BytesMessageMapper;

/**
 * What the specs of all channels over sockets have in common.
 *
 * @param <S> the spec
 * @param <C> the class of the channel
 */
public abstract sealed class SocketChannelSpec<
                S extends SocketChannelSpec<S, C>, C extends AbstractMessageChannel & ZmqChannelSettings>
        extends MessageChannelSpec<S, C> permits ZmqChannelSpec, PollableZmqChannelSpec {

    private final ZmqChannelSettings settings;

    SocketChannelSpec(C channel) {
        this.channel = channel;
        this.settings = channel;
    }

    /**
     * Goes through a proxy of the same application.
     *
     * @param proxy see {@link ZmqChannelSettings#setProxy}
     * @return this spec
     */
    public S proxy(ZmqProxyEndpoint proxy) {
        settings.setProxy(proxy);
        return _this();
    }

    /**
     * Goes through a proxy.
     *
     * @param url see {@link ZmqChannelSettings#setConnectUrl}
     * @return this spec
     */
    public S connectUrl(String url) {
        settings.setConnectUrl(url);
        return _this();
    }

    /**
     * Listens with the sending side.
     *
     * @param endpoints see {@link ZmqChannelSettings#setSendBind}
     * @return this spec
     */
    public S sendBind(String... endpoints) {
        settings.setSendBind(endpoints);
        return _this();
    }

    /**
     * Connects the sending side.
     *
     * @param endpoints see {@link ZmqChannelSettings#setSendConnect}
     * @return this spec
     */
    public S sendConnect(String... endpoints) {
        settings.setSendConnect(endpoints);
        return _this();
    }

    /**
     * Sets the options of the sending socket.
     *
     * @param options see {@link ZmqChannelSettings#setSendOptions}
     * @return this spec
     */
    public S sendOptions(SocketOptions options) {
        settings.setSendOptions(options);
        return _this();
    }

    /**
     * Listens with the receiving side.
     *
     * @param endpoints see {@link ZmqChannelSettings#setReceiveBind}
     * @return this spec
     */
    public S receiveBind(String... endpoints) {
        settings.setReceiveBind(endpoints);
        return _this();
    }

    /**
     * Connects the receiving side.
     *
     * @param endpoints see {@link ZmqChannelSettings#setReceiveConnect}
     * @return this spec
     */
    public S receiveConnect(String... endpoints) {
        settings.setReceiveConnect(endpoints);
        return _this();
    }

    /**
     * Sets the options of the receiving socket.
     *
     * @param options see {@link ZmqChannelSettings#setReceiveOptions}
     * @return this spec
     */
    public S receiveOptions(SocketOptions options) {
        settings.setReceiveOptions(options);
        return _this();
    }

    /**
     * Maps messages to frames.
     *
     * @param messageMapper see {@link ZmqChannelSettings#setMessageMapper}
     * @return this spec
     */
    public S messageMapper(ZmqMessageMapper messageMapper) {
        settings.setMessageMapper(messageMapper);
        return _this();
    }

    /**
     * Maps messages to one frame.
     *
     * @param bytesMapper see {@link ZmqChannelSettings#setBytesMessageMapper}
     * @return this spec
     */
    public S bytesMessageMapper(BytesMessageMapper bytesMapper) {
        settings.setBytesMessageMapper(bytesMapper);
        return _this();
    }

    /**
     * Sets whether it starts with the application context.
     *
     * @param autoStartup by default {@code true}
     * @return this spec
     */
    public S autoStartup(boolean autoStartup) {
        settings.setAutoStartup(autoStartup);
        return _this();
    }

    /**
     * Sets when it starts and stops.
     *
     * @param phase see {@link ZmqChannelSettings#setPhase}
     * @return this spec
     */
    public S phase(int phase) {
        settings.setPhase(phase);
        return _this();
    }
}
