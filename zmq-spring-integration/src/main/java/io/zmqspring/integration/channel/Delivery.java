package io.zmqspring.integration.channel;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.util.function.Consumer;
import org.springframework.integration.dispatcher.AbstractDispatcher;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.ErrorHandler;

/** Hands what a channel receives to its subscribers. It throws nothing: failures go to the error handler. */
final class Delivery implements Consumer<ZmqMessage> {

    private final SubscribableChannel channel;
    private final ZmqMessageMapper mapper;
    private final AbstractDispatcher dispatcher;
    private final ErrorHandler errorHandler;

    Delivery(
            SubscribableChannel channel,
            ZmqMessageMapper mapper,
            AbstractDispatcher dispatcher,
            ErrorHandler errorHandler) {
        this.channel = channel;
        this.mapper = mapper;
        this.dispatcher = dispatcher;
        this.errorHandler = errorHandler;
    }

    @Override
    public void accept(ZmqMessage received) {
        Message<?> message;
        try {
            message = mapper.toMessage(received, null);
        } catch (Throwable ex) {
            errorHandler.handleError(new MessageConversionException(
                    new GenericMessage<>(received), channel + " cannot convert a message", ex));
            return;
        }
        try {
            if (!dispatcher.dispatch(message)) {
                errorHandler.handleError(
                        new MessageDeliveryException(message, channel + " has too few subscribers for a message"));
            }
        } catch (MessagingException ex) {
            errorHandler.handleError(ex);
        } catch (Throwable ex) {
            errorHandler.handleError(
                    new MessageHandlingException(message, "a subscriber of " + channel + " failed", ex));
        }
    }
}
