package io.zmqspring.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How far one end of a queue is: a position in bytes and the number of messages that end there or before. One thread
 * advances it and another watches. The two numbers lie beside each other, since a look at one is mostly a look at both,
 * and on cache lines of their own.
 */
public final class Cursor extends CursorRightPadding {

    private static final VarHandle POSITION;
    private static final VarHandle MESSAGES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            POSITION = lookup.findVarHandle(CursorValues.class, "position", long.class);
            MESSAGES = lookup.findVarHandle(CursorValues.class, "messages", long.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** {@return the position, for the thread that advances it} */
    public long positionPlain() {
        return position;
    }

    /** {@return the number of messages, for the thread that advances it} */
    public long messagesPlain() {
        return messages;
    }

    /** {@return the position; what was written before it was reached is visible} */
    public long position() {
        return (long) POSITION.getAcquire(this);
    }

    /** {@return the number of messages, at least as many as end at a position seen before} */
    public long messages() {
        return (long) MESSAGES.getAcquire(this);
    }

    /**
     * Advances; what was written before is visible to every thread that sees the new position.
     *
     * @param newPosition behind the last message
     * @param newMessages how many end there or before
     */
    public void advance(long newPosition, long newMessages) {
        MESSAGES.setRelease(this, newMessages);
        POSITION.setRelease(this, newPosition);
    }
}

/** The values themselves. */
class CursorValues extends Padded {
    long position;
    long messages;
}

/** 112 bytes that keep the values from the line after. */
class CursorRightPadding extends CursorValues {
    long r0;
    long r1;
    long r2;
    long r3;
    long r4;
    long r5;
    long r6;
    long r7;
    long r8;
    long r9;
    long r10;
    long r11;
    long r12;
    long r13;
}
