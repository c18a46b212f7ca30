package io.zmqspring.core.request;

import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the request of each reply by its number, and ends it. A reply has the number of 8 bytes, an empty frame and at
 * least one frame of its own. What is no reply to a request in flight is dropped and counted. For the thread that
 * receives replies.
 */
final class ReplyReader implements FrameHandler {

    private static final int ID_BYTES = 8;

    private final SlotTable<RequestFuture> table;
    private final ReplyQueue replies;
    private ReplyBatch batch = new ReplyBatch();
    private int index;
    private boolean wellFormed;
    private long number;
    private @Nullable RequestFuture request;
    private byte @Nullable [] body;
    private @Nullable List<byte[]> frames;
    private @Nullable OutOfMemoryError noMemory;
    private long answered;
    private long late;
    private long unknown;
    private long malformed;

    ReplyReader(SlotTable<RequestFuture> table, ReplyQueue replies) {
        this.table = table;
        this.replies = replies;
    }

    /** {@return this, which puts requests into a batch from now on} */
    ReplyReader into(ReplyBatch ended) {
        batch = ended;
        index = 0;
        forget();
        return this;
    }

    @Override
    public void onFrame(ByteBuffer frame, boolean more) {
        switch (index++) {
            case 0 -> {
                wellFormed = more && frame.remaining() == ID_BYTES;
                number = wellFormed ? frame.getLong() : 0;
            }
            case 1 -> {
                wellFormed &= more && !frame.hasRemaining();
                request = wellFormed ? find() : null;
            }
            default -> {
                if (request != null) {
                    take(frame);
                }
            }
        }
        if (!more) {
            index = 0;
            end();
        }
    }

    private @Nullable RequestFuture find() {
        RequestFuture found = table.find(number);
        return found != null && found.mayBeAnsweredBy(replies.sender()) ? found : null;
    }

    private void take(ByteBuffer frame) {
        try {
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            if (body == null) {
                body = bytes;
                return;
            }
            if (frames == null) {
                frames = new ArrayList<>();
                frames.add(body);
            }
            frames.add(bytes);
        } catch (OutOfMemoryError e) {
            noMemory = e;
        }
    }

    private void end() {
        Object outcome = request == null ? null : outcome();
        if (!wellFormed) {
            malformed++;
        } else if (request != null && outcome != null && table.remove(request)) {
            answered++;
            request.outcome(outcome);
            batch.add(request);
        } else if (request == null && table.find(number) != null || !table.wasGiven(number)) {
            unknown++;
        } else {
            late++;
        }
        forget();
    }

    private Object outcome() {
        OutOfMemoryError failure = noMemory;
        if (failure != null) {
            return failure;
        }
        List<byte[]> several = frames;
        try {
            return several != null ? ZmqMessage.of(several) : ZmqMessage.of(Objects.requireNonNull(body));
        } catch (OutOfMemoryError e) {
            return e;
        }
    }

    private void forget() {
        request = null;
        body = null;
        frames = null;
        noMemory = null;
    }

    long answered() {
        return answered;
    }

    long late() {
        return late;
    }

    long unknown() {
        return unknown;
    }

    long malformed() {
        return malformed;
    }
}
