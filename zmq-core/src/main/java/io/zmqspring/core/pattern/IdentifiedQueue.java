package io.zmqspring.core.pattern;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.MessageReader;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Takes one message of each peer in turn and puts the peer's routing id ahead of it (28/REQREP, ROUTER). */
public final class IdentifiedQueue extends FairQueue {

    private final IdentifyingHandler identifying = new IdentifyingHandler();

    /** Creates the rule. */
    public IdentifiedQueue() {
        super();
    }

    @Override
    public ZmqMessage takeMessage(MessageReader reader) {
        byte[] id = Objects.requireNonNull(current().routingId());
        return reader.takeMessageBehind(id.clone());
    }

    @Override
    public void peekInto(MessageReader reader, EncodedMessage target) {
        target.putFirst(Objects.requireNonNull(current().routingId()));
        reader.peekInto(target);
    }

    @Override
    public FrameHandler handler(FrameHandler handler) {
        identifying.handler = handler;
        identifying.atStart = true;
        return identifying;
    }

    private final class IdentifyingHandler implements FrameHandler {

        private FrameHandler handler = (body, more) -> {};
        private boolean atStart;

        @Override
        public void onFrame(ByteBuffer body, boolean more) {
            if (atStart) {
                handler.onFrame(current().routingIdInPlace(), true);
            }
            atStart = !more;
            handler.onFrame(body, more);
        }
    }
}
