package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;

/** The error replies there are. Each is one frame. */
public enum ErrorReplyPolicy implements ZmqErrorReply {

    /** The text {@code error}: the requester sees that its request failed, and nothing of why. The default. */
    NOTICE {
        @Override
        public Object replyTo(ZmqMessage request, Throwable failure) {
            return ERROR;
        }
    },

    /**
     * The text {@code error: }, and the message of the exception, or its class when it has none. Only for peers that
     * may see what exceptions say.
     */
    EXCEPTION_MESSAGE {
        @Override
        public Object replyTo(ZmqMessage request, Throwable failure) {
            Throwable thrown = failure instanceof ListenerExecutionFailedException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            String message = thrown.getMessage();
            return ERROR + ": " + (message != null ? message : thrown.getClass().getSimpleName());
        }
    },

    /** An empty frame, as for a method that returns nothing. */
    EMPTY {
        @Override
        public Object replyTo(ZmqMessage request, Throwable failure) {
            return new byte[0];
        }
    };

    private static final String ERROR = "error";
}
