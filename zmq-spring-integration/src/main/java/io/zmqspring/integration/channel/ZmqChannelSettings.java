package io.zmqspring.integration.channel;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.jmx.export.annotation.ManagedAttribute;

/** Properties of all channels over sockets. Set by one thread before the first start; read by any. */
public interface ZmqChannelSettings {

    /** {@return the sockets of this channel, for the methods of this interface} */
    ChannelSockets channelSockets();

    /**
     * Sets a proxy of the same application, through which messages go. Not together with other endpoints.
     *
     * @param proxy starts ahead of the channel
     */
    default void setProxy(@Nullable ZmqProxyEndpoint proxy) {
        channelSockets().setProxy(proxy);
    }

    /**
     * Sets the proxy through which messages go, by its host and ports. Not together with other endpoints.
     *
     * @param url {@code tcp://host:frontend-port:backend-port}
     * @throws IllegalArgumentException when it has another form
     */
    default void setConnectUrl(String url) {
        channelSockets().setConnectUrl(url);
    }

    /**
     * Sets where the sending side listens.
     *
     * @param endpoints for example {@code tcp://*:5555}, or {@code tcp://*:*} for any free port
     */
    default void setSendBind(String... endpoints) {
        channelSockets().setSendBind(endpoints);
    }

    /**
     * Sets where the sending side connects to.
     *
     * @param endpoints for example {@code tcp://localhost:5555}
     */
    default void setSendConnect(String... endpoints) {
        channelSockets().setSendConnect(endpoints);
    }

    /**
     * Sets where the receiving side listens.
     *
     * @param endpoints for example {@code tcp://*:5555}, or {@code tcp://*:*} for any free port
     */
    default void setReceiveBind(String... endpoints) {
        channelSockets().setReceiveBind(endpoints);
    }

    /**
     * Sets where the receiving side connects to.
     *
     * @param endpoints for example {@code tcp://localhost:5555}
     */
    default void setReceiveConnect(String... endpoints) {
        channelSockets().setReceiveConnect(endpoints);
    }

    /**
     * Sets the options of the sending socket.
     *
     * @param options by default {@link SocketOptions#defaults()}
     */
    default void setSendOptions(SocketOptions options) {
        channelSockets().setSendOptions(options);
    }

    /**
     * Sets the options of the receiving socket.
     *
     * @param options by default {@link SocketOptions#defaults()}
     */
    default void setReceiveOptions(SocketOptions options) {
        channelSockets().setReceiveOptions(options);
    }

    /**
     * Sets the mapper between messages and frames.
     *
     * @param messageMapper writes and reads all frames
     */
    void setMessageMapper(ZmqMessageMapper messageMapper);

    /**
     * Sets the mapper between messages and one frame.
     *
     * @param bytesMapper writes and reads one frame, headers included
     */
    default void setBytesMessageMapper(BytesMessageMapper bytesMapper) {
        setMessageMapper(ZmqMessageMapper.of(bytesMapper));
    }

    /**
     * Sets whether it starts with the application context.
     *
     * @param autoStartup by default {@code true}
     */
    void setAutoStartup(boolean autoStartup);

    /**
     * Sets when it starts and stops.
     *
     * @param phase by default 0
     */
    void setPhase(int phase);

    /** {@return where the sending side listens, with real ports; empty before the first start} */
    @ManagedAttribute
    default List<String> getSendEndpoints() {
        return channelSockets().sending().boundEndpoints();
    }

    /** {@return where the receiving side listens, with real ports; empty before the first start} */
    @ManagedAttribute
    default List<String> getReceiveEndpoints() {
        return channelSockets().receiving().boundEndpoints();
    }
}
