package io.zmqspring.sample.jupyter;

import java.io.Serial;
import org.springframework.messaging.converter.MessageConversionException;

/** A message that is not one of the kernel's: malformed, or not signed with its key. */
final class RefusedMessageException extends MessageConversionException {

    @Serial
    private static final long serialVersionUID = 1L;

    RefusedMessageException(String reason) {
        super(reason);
    }
}
