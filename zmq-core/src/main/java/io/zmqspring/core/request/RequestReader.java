package io.zmqspring.core.request;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects requests as they are received. The responder's thread. */
final class RequestReader implements FrameHandler {

    private final ResponderCore responder;
    private final RequestIntake intake;
    private final Supplier<? extends OpenRequest> factory;
    private final List<OpenRequest> received = new ArrayList<>();
    private @Nullable List<byte[]> frames;

    /**
     * Creates it.
     *
     * @param responder of the requests
     * @param intake says where a request comes from
     * @param factory creates empty requests
     */
    RequestReader(ResponderCore responder, RequestIntake intake, Supplier<? extends OpenRequest> factory) {
        this.responder = responder;
        this.intake = intake;
        this.factory = factory;
    }

    @Override
    public void onFrame(ByteBuffer frame, boolean more) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        List<byte[]> ahead = frames;
        if (more) {
            frames = ahead == null ? new ArrayList<>() : ahead;
            frames.add(bytes);
            return;
        }
        frames = null;
        ZmqMessage message;
        if (ahead == null) {
            message = ZmqMessage.of(bytes);
        } else {
            ahead.add(bytes);
            message = ZmqMessage.of(ahead);
        }
        OpenRequest request = factory.get();
        request.arrived(responder, message, intake.sender(), intake.envelope());
        received.add(request);
    }

    /** {@return the requests received since the last call of {@link #clear}} */
    List<OpenRequest> received() {
        return received;
    }

    /** Forgets what was received, also of a message that was not received whole. */
    void clear() {
        received.clear();
        frames = null;
    }
}
