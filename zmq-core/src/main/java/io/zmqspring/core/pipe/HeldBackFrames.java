package io.zmqspring.core.pipe;

import io.zmqspring.core.ring.ByteRing;
import io.zmqspring.core.zmtp.Command;
import io.zmqspring.core.zmtp.FrameDescriptor;

/**
 * Frames that a {@link ChannelToQueue} has read and may not publish yet. Takes PING and PONG out, so that a PING is
 * answered although the messages before it wait for room; other commands wait with the messages, since a subscription
 * may be either. Each frame is looked at once. The loop's owner.
 */
final class HeldBackFrames {

    private final CommandHandler commands;
    private final WalkBounds bounds;
    private final long longest;
    private final byte[] start = new byte[1 + Command.PING.length()];
    private long walked;
    private long end;

    /**
     * Creates one that has seen nothing.
     *
     * @param commands takes the commands
     * @param bounds counts them
     * @param longest body of a frame in bytes that it walks over
     */
    HeldBackFrames(CommandHandler commands, WalkBounds bounds, long longest) {
        this.commands = commands;
        this.bounds = bounds;
        this.longest = longest;
    }

    /**
     * Takes out the heartbeats of this turn, up to a frame that is large, has not arrived whole, or breaks the
     * protocol: the {@link ChannelToQueue} handles such a frame when it reaches it.
     *
     * @param ring holds the frames
     * @param from position of the first frame held back
     * @param to one behind the last byte that was read; what follows a command moves up, so this is {@link #end}
     *         afterwards, also when the handler of commands throws
     */
    void takeCommands(ByteRing ring, long from, long to) {
        long at = walked > from && walked <= to ? walked : from;
        long kept = at;
        end = to;
        try {
            while (!bounds.isOutOfCommands()) {
                long next = nextFrame(ring, at, to);
                if (next < 0) {
                    return;
                }
                if (isHeartbeat(ring, at, next)) {
                    byte[] body = body(ring, at, next);
                    at = next;
                    bounds.countCommand();
                    commands.onCommand(body);
                } else {
                    if (kept < at) {
                        ring.moveBack(at, kept, next - at);
                    }
                    kept += next - at;
                    at = next;
                }
            }
        } finally {
            if (kept < at) {
                ring.moveBack(at, kept, to - at);
                end = to - (at - kept);
            }
            walked = kept;
        }
    }

    private boolean isHeartbeat(ByteRing ring, long at, long next) {
        int flags = ring.get(at);
        long body = at + FrameDescriptor.headerLengthOf(flags);
        if ((flags & FrameDescriptor.COMMAND) == 0 || next - body < start.length) {
            return false;
        }
        ring.get(body, start, 0, start.length);
        return Command.isHeartbeat(start);
    }

    /** {@return one behind the last byte that stays} */
    long end() {
        return end;
    }

    /** {@return position behind the frame, or -1 when the {@link ChannelToQueue} must handle it} */
    private long nextFrame(ByteRing ring, long at, long to) {
        if (to - at < FrameDescriptor.SHORT_HEADER) {
            return -1;
        }
        int flags = ring.get(at) & 0xFF;
        long body = at + FrameDescriptor.headerLengthOf(flags);
        if ((flags & FrameDescriptor.RESERVED) != 0
                || (flags & (FrameDescriptor.COMMAND | FrameDescriptor.MORE)) > FrameDescriptor.COMMAND
                || body > to) {
            return -1;
        }
        long length = RingFrames.bodyLength(ring, at, flags);
        return length < 0 || length > longest || to - body < length ? -1 : body + length;
    }

    private static byte[] body(ByteRing ring, long at, long next) {
        long start = at + FrameDescriptor.headerLengthOf(ring.get(at));
        byte[] body = new byte[(int) (next - start)];
        ring.get(start, body, 0, body.length);
        return body;
    }
}
