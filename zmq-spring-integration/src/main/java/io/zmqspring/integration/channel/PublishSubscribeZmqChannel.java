package io.zmqspring.integration.channel;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketType;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.integration.channel.BroadcastCapableChannel;
import org.springframework.integration.dispatcher.AbstractDispatcher;
import org.springframework.integration.dispatcher.BroadcastingDispatcher;
import org.springframework.integration.util.ErrorHandlingTaskExecutor;
import org.springframework.util.ErrorHandler;

/**
 * Publish-subscribe channel over sockets: each message goes to every subscriber, of all processes that have the
 * channel. A subscriber that fails delays no other. In all else it is a {@link ZmqChannel}.
 *
 * <p>Between processes it is a PUB and a SUB, with what that means (29/PUBSUB): a process gets what is sent after its
 * subscription has arrived, and a sender drops for a process whose queue is full. Within the context senders wait for
 * room, and a message is dropped only when there is no subscriber.
 */
public class PublishSubscribeZmqChannel extends ZmqChannel implements BroadcastCapableChannel {

    private boolean applySequence;
    private int minSubscribers;

    /**
     * Creates a channel.
     *
     * @param context creates its sockets
     */
    public PublishSubscribeZmqChannel(ZmqContext context) {
        super(new ChannelSockets(context, SocketType.PUB, SocketType.SUB));
    }

    /**
     * Sets whether each subscriber's message has a sequence number and size, as for an aggregator.
     *
     * @param applySequence by default {@code false}
     */
    public void setApplySequence(boolean applySequence) {
        this.applySequence = applySequence;
    }

    /**
     * Sets how many subscribers a received message needs; with fewer it is a failure.
     *
     * @param minSubscribers by default 0
     */
    public void setMinSubscribers(int minSubscribers) {
        this.minSubscribers = minSubscribers;
    }

    @Override
    public String getComponentType() {
        return "zmq:publish-subscribe-channel";
    }

    @Override
    AbstractDispatcher createDispatcher(ErrorHandler failures) {
        BroadcastingDispatcher broadcasting =
                new BroadcastingDispatcher(new ErrorHandlingTaskExecutor(new SyncTaskExecutor(), failures));
        broadcasting.setApplySequence(applySequence);
        broadcasting.setMinSubscribers(minSubscribers);
        broadcasting.setBeanFactory(getBeanFactory());
        return broadcasting;
    }

    @Override
    boolean receivesWithoutSubscribers() {
        return true;
    }
}
