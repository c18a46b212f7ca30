package io.zmqspring.core.chaos;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads test messages frame by frame and checks every byte; its listener gets each whole message. One thread. */
public final class BodyReader implements FrameHandler {

    /** Listener to whole messages. */
    public interface Listener {

        /** A message of ours, whole. */
        void onMessage(int stream, long number, long sentNs);

        /** A message that is none of ours, such as those of a flood. */
        void onForeign();

        /** A message that was ours once. */
        void onCorrupt(String what);
    }

    private enum State {
        FIRST,
        OURS,
        FOREIGN,
        CORRUPT
    }

    private final Listener listener;
    private State state = State.FIRST;
    private int stream;
    private long number;
    private long sentNs;
    private int expected;
    private int index;
    private String fault = "";

    public BodyReader(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void onFrame(ByteBuffer body, boolean more) {
        if (state == State.FIRST) {
            first(body);
        } else {
            index++;
            if (state == State.OURS && !body.equals(ByteBuffer.wrap(Body.further(number, index)))) {
                corrupt("frame " + index + " of message " + number + " of stream " + stream + " has other bytes");
            }
        }
        if (!more) {
            end();
        }
    }

    private void first(ByteBuffer body) {
        index = 0;
        int at = body.position();
        if (body.remaining() < Body.HEADER || body.getInt(at) != Body.MAGIC) {
            state = State.FOREIGN;
            return;
        }
        stream = body.getInt(at + 4);
        number = body.getLong(at + 8);
        sentNs = body.getLong(at + 16);
        expected = body.getInt(at + 24);
        state = State.OURS;
        if (body.getInt(at + 28) != body.remaining() - Body.HEADER || body.getInt(at + 32) != Body.checksum(body)) {
            corrupt("first frame of message " + number + " of stream " + stream + " has other bytes, length "
                    + body.remaining());
        }
    }

    private void corrupt(String what) {
        state = State.CORRUPT;
        fault = what;
    }

    private void end() {
        State ended = state;
        state = State.FIRST;
        if (ended == State.OURS && index != expected) {
            ended = State.CORRUPT;
            fault = "message " + number + " of stream " + stream + " has " + index + " further frames, not " + expected;
        }
        switch (ended) {
            case OURS -> listener.onMessage(stream, number, sentNs);
            case FOREIGN -> listener.onForeign();
            default -> listener.onCorrupt(Objects.requireNonNull(fault));
        }
    }

    /** The handler threw: the rest of the message will not come. What was read of it counts. */
    void abort() {
        if (state != State.FIRST) {
            expected = index;
            end();
        }
    }

    public void read(byte[] body) {
        onFrame(ByteBuffer.wrap(body), false);
    }

    public void read(ZmqMessage message) {
        for (int i = 0; i < message.frameCount(); i++) {
            onFrame(ByteBuffer.wrap(message.frame(i)), i + 1 < message.frameCount());
        }
    }
}
