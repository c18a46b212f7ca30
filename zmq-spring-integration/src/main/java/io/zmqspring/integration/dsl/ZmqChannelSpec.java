package io.zmqspring.integration.dsl;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.channel.ZmqChannel;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.integration.dsl.MessageChannelSpec;
import org.springframework.integration.mapping.BytesMessageMapper;

/**
 * Describes a {@link ZmqChannel}.
 *
 * @param <C> its class
 */
public final class ZmqChannelSpec<C extends ZmqChannel> extends MessageChannelSpec<ZmqChannelSpec<C>, C> {

    ZmqChannelSpec(C channel) {
        this.channel = channel;
    }

    /**
     * Names the channel's bean.
     *
     * @param id the bean name
     * @return this spec
     */
    @Override
    public ZmqChannelSpec<C> id(String id) {
        return super.id(id);
    }

    /**
     * Goes through a proxy of the same application.
     *
     * @param proxy see {@link ZmqChannel#setProxy}
     * @return this spec
     */
    public ZmqChannelSpec<C> proxy(ZmqProxyEndpoint proxy) {
        channel.setProxy(proxy);
        return this;
    }

    /**
     * Goes through a proxy.
     *
     * @param url see {@link ZmqChannel#setConnectUrl}
     * @return this spec
     */
    public ZmqChannelSpec<C> connectUrl(String url) {
        channel.setConnectUrl(url);
        return this;
    }

    /**
     * Listens with the sending side.
     *
     * @param endpoints see {@link ZmqChannel#setSendBind}
     * @return this spec
     */
    public ZmqChannelSpec<C> sendBind(String... endpoints) {
        channel.setSendBind(endpoints);
        return this;
    }

    /**
     * Connects the sending side.
     *
     * @param endpoints see {@link ZmqChannel#setSendConnect}
     * @return this spec
     */
    public ZmqChannelSpec<C> sendConnect(String... endpoints) {
        channel.setSendConnect(endpoints);
        return this;
    }

    /**
     * Sets the options of the sending socket.
     *
     * @param options see {@link ZmqChannel#setSendOptions}
     * @return this spec
     */
    public ZmqChannelSpec<C> sendOptions(SocketOptions options) {
        channel.setSendOptions(options);
        return this;
    }

    /**
     * Listens with the receiving side.
     *
     * @param endpoints see {@link ZmqChannel#setReceiveBind}
     * @return this spec
     */
    public ZmqChannelSpec<C> receiveBind(String... endpoints) {
        channel.setReceiveBind(endpoints);
        return this;
    }

    /**
     * Connects the receiving side.
     *
     * @param endpoints see {@link ZmqChannel#setReceiveConnect}
     * @return this spec
     */
    public ZmqChannelSpec<C> receiveConnect(String... endpoints) {
        channel.setReceiveConnect(endpoints);
        return this;
    }

    /**
     * Sets the options of the receiving socket.
     *
     * @param options see {@link ZmqChannel#setReceiveOptions}
     * @return this spec
     */
    public ZmqChannelSpec<C> receiveOptions(SocketOptions options) {
        channel.setReceiveOptions(options);
        return this;
    }

    /**
     * Maps messages to frames.
     *
     * @param messageMapper see {@link ZmqChannel#setMessageMapper}
     * @return this spec
     */
    public ZmqChannelSpec<C> messageMapper(ZmqMessageMapper messageMapper) {
        channel.setMessageMapper(messageMapper);
        return this;
    }

    /**
     * Maps messages to one frame.
     *
     * @param bytesMapper see {@link ZmqChannel#setBytesMessageMapper}
     * @return this spec
     */
    public ZmqChannelSpec<C> bytesMessageMapper(BytesMessageMapper bytesMapper) {
        channel.setBytesMessageMapper(bytesMapper);
        return this;
    }

    /**
     * Sets how many threads receive.
     *
     * @param concurrency see {@link ZmqChannel#setConcurrency}
     * @return this spec
     */
    public ZmqChannelSpec<C> concurrency(int concurrency) {
        channel.setConcurrency(concurrency);
        return this;
    }

    /**
     * Sets the executor of the threads that receive.
     *
     * @param executor see {@link ZmqChannel#setTaskExecutor}
     * @return this spec
     */
    public ZmqChannelSpec<C> taskExecutor(Executor executor) {
        channel.setTaskExecutor(executor);
        return this;
    }

    /**
     * Sets how long stop waits for what had arrived.
     *
     * @param timeout see {@link ZmqChannel#setShutdownTimeout}
     * @return this spec
     */
    public ZmqChannelSpec<C> shutdownTimeout(Duration timeout) {
        channel.setShutdownTimeout(timeout);
        return this;
    }

    /**
     * Sets whether it starts with the application context.
     *
     * @param autoStartup by default {@code true}
     * @return this spec
     */
    public ZmqChannelSpec<C> autoStartup(boolean autoStartup) {
        channel.setAutoStartup(autoStartup);
        return this;
    }

    /**
     * Sets when it starts and stops.
     *
     * @param phase see {@link ZmqChannel#setPhase}
     * @return this spec
     */
    public ZmqChannelSpec<C> phase(int phase) {
        channel.setPhase(phase);
        return this;
    }
}
