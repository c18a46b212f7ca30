package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Skips the messages that a predicate does not accept, before anything is made of their frames. */
public final class FilterInterceptor implements ZmqMessageInterceptor {

    private final Predicate<? super ZmqMessage> accepted;

    /** @param accepted says which messages the listener gets */
    public FilterInterceptor(Predicate<? super ZmqMessage> accepted) {
        this.accepted = accepted;
    }

    @Override
    public @Nullable ZmqMessage intercept(ZmqMessage message, ZmqMessageListenerContainer container) {
        return accepted.test(message) ? message : null;
    }
}
