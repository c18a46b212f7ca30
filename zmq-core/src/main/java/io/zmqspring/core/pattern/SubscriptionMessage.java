package io.zmqspring.core.pattern;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.zmtp.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subscription or a cancellation as a message of one frame: a byte 1 or 0, then the topic (29/PUBSUB, and 37/ZMTP for
 * peers that speak 3.0).
 */
final class SubscriptionMessage {

    /** First byte of a cancellation. */
    static final int CANCEL = 0;

    /** First byte of a subscription. */
    static final int SUBSCRIBE = 1;

    private SubscriptionMessage() {}

    /**
     * Looks at the next message of a reader, which stays.
     *
     * @param reader has a message
     * @param start one byte, overwritten
     * @return whether the message is a subscription or a cancellation
     */
    static boolean isNext(MessageReader reader, byte[] start) {
        return reader.isSingleFrame() && reader.peekFirstFrame(start) > 0 && isFirstByte(start[0]);
    }

    /** {@return whether a message of this one frame is a subscription or a cancellation} */
    static boolean is(byte[] body) {
        return body.length > 0 && isFirstByte(body[0]);
    }

    private static boolean isFirstByte(byte first) {
        return first == CANCEL || first == SUBSCRIBE;
    }

    /** {@return whether it is a subscription, not a cancellation} */
    static boolean isSubscription(byte[] body) {
        return body[0] == SUBSCRIBE;
    }

    /** {@return its topic, a copy} */
    static byte[] topic(byte[] body) {
        return Arrays.copyOfRange(body, 1, body.length);
    }

    /**
     * Takes the frames out of a message that are subscriptions or cancellations by themselves.
     *
     * @param message of any number of frames
     * @param taker gets each of those frames, in their order
     * @return the other frames, or {@code null} when there is none
     */
    static @Nullable ZmqMessage takeFrom(ZmqMessage message, Consumer<byte[]> taker) {
        List<byte[]> others = new ArrayList<>();
        for (byte[] frame : message.frames()) {
            if (is(frame)) {
                taker.accept(frame);
            } else {
                others.add(frame);
            }
        }
        return others.isEmpty() ? null : ZmqMessage.of(others);
    }

    /** {@return the command it stands for} */
    static Command command(byte[] body) {
        return new Command(isSubscription(body) ? Command.SUBSCRIBE : Command.CANCEL, topic(body));
    }
}
