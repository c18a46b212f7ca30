package io.zmqspring.core.socket;

import io.zmqspring.core.pattern.SendPolicy;
import io.zmqspring.core.pattern.SubscriptionSender;
import io.zmqspring.core.pattern.TopicFanOut;
import java.util.ArrayList;
import java.util.List;

/** Subscriptions of a subscriber, or of a publisher's peers, as an application sees them (29/PUBSUB). Any thread. */
public final class SocketTopics {

    private final Object socket;
    private final SendPolicy policy;
    private final SendSide sendSide;
    private final PeerWait peerWait;

    SocketTopics(Object socket, SendPolicy policy, SendSide sendSide, PeerWait peerWait) {
        this.socket = socket;
        this.policy = policy;
        this.sendSide = sendSide;
        this.peerWait = peerWait;
    }

    /**
     * Subscribes a subscriber to a topic once more; a publisher subscribes the peer whose subscription was received
     * last.
     *
     * @param topic the first bytes of the messages that are wanted; copied
     * @throws IllegalArgumentException when it is longer than {@link SubscriptionSender#MAX_TOPIC} bytes
     * @throws IllegalStateException when a publisher is not manual
     */
    public void subscribe(byte[] topic) {
        SubscriptionSender.requireTopic(socket, topic);
        sendSide.ask(() -> {
            if (policy instanceof TopicFanOut publisher) {
                requireManual(publisher).subscribeLastSender(topic);
            } else {
                ((SubscriptionSender) policy).subscribe(topic);
            }
            return true;
        });
    }

    /**
     * Cancels one subscription of a subscriber to a topic, or that of the peer whose cancellation a publisher received
     * last.
     *
     * @param topic as it was subscribed to; nothing happens when it was not
     * @throws IllegalStateException when a publisher is not manual
     */
    public void unsubscribe(byte[] topic) {
        sendSide.ask(() -> {
            if (policy instanceof TopicFanOut publisher) {
                requireManual(publisher).unsubscribeLastSender(topic);
            } else {
                ((SubscriptionSender) policy).unsubscribe(topic);
            }
            return true;
        });
    }

    private TopicFanOut requireManual(TopicFanOut publisher) {
        if (!publisher.isManual()) {
            throw new IllegalStateException(socket + ": the peers themselves decide what they get, unless an option"
                    + " says otherwise: xpubManual=false, xpubManualLastValue=false");
        }
        return publisher;
    }

    /** {@return how many different topics the socket, or its peers, have subscribed to} */
    public int topics() {
        int[] topics = new int[1];
        sendSide.ask(() -> {
            topics[0] = policy instanceof TopicFanOut fanOut ? fanOut.topics() : ((SubscriptionSender) policy).topics();
            return true;
        });
        return topics[0];
    }

    /**
     * Lists what the socket has subscribed to. It must be a subscriber.
     *
     * @param most how many topics at most
     * @return copies
     * @throws IllegalArgumentException when {@code most} is negative
     */
    public List<byte[]> subscriptions(int most) {
        if (most < 0) {
            throw new IllegalArgumentException(socket + ": the number of topics is 0 or more: most=" + most);
        }
        List<byte[]> topics = new ArrayList<>();
        sendSide.ask(() -> {
            ((SubscriptionSender) policy).copyTopics(most, topics::add);
            return true;
        });
        return topics;
    }

    /**
     * Waits until a peer would get a message. The socket must be a publisher.
     *
     * @param topic the first frame of the message, or its first bytes
     * @param timeoutNs longest wait
     * @return whether a peer has subscribed to it
     */
    public boolean awaitSubscription(byte[] topic, long timeoutNs) {
        TopicFanOut fanOut = (TopicFanOut) policy;
        return peerWait.await("subscriptions", timeoutNs, () -> sendSide.ask(() -> fanOut.hasSubscriber(topic)));
    }
}
