package io.zmqspring.integration.dsl;

import io.zmqspring.integration.channel.ZmqChannel;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Describes a {@link ZmqChannel}.
 *
 * @param <C> its class
 */
public final class ZmqChannelSpec<C extends ZmqChannel> extends SocketChannelSpec<ZmqChannelSpec<C>, C> {

    ZmqChannelSpec(C channel) {
        super(channel);
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
}
