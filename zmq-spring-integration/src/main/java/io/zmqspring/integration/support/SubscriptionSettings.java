package io.zmqspring.integration.support;

import java.util.List;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;

/** Properties of endpoints whose socket may be a subscriber. */
public interface SubscriptionSettings extends AdapterSocketSettings {

    /**
     * Sets what the endpoint's own SUB or XSUB socket subscribes to, by default everything.
     *
     * @param topics the beginnings of messages that are wanted, in UTF-8; an empty one is everything
     * @throws IllegalStateException when the socket was given
     */
    default void setTopics(String... topics) {
        adapterSocket().setTopics(topics);
    }

    /**
     * Subscribes to further topics, at any time. What was subscribed to before stays; a socket without topics has
     * subscribed to {@code ""}, that is everything.
     *
     * @param topics the beginnings of messages that are wanted, in UTF-8
     * @throws IllegalStateException when the socket is neither a SUB nor an XSUB
     */
    @ManagedOperation
    default void subscribeToTopics(String... topics) {
        adapterSocket().subscribe(topics);
    }

    /**
     * Cancels one subscription to each topic, at any time; nothing happens where there is none.
     *
     * @param topics as they were subscribed to
     * @throws IllegalStateException when the socket is neither a SUB nor an XSUB
     */
    @ManagedOperation
    default void unsubscribeFromTopics(String... topics) {
        adapterSocket().unsubscribe(topics);
    }

    /** {@return the topics that were set and subscribed to here; of a given socket those subscribed to here} */
    @ManagedAttribute
    default List<String> getTopics() {
        return adapterSocket().topics();
    }
}
