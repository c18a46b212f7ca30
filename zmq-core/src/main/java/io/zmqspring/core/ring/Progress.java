package io.zmqspring.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A counter one thread advances and another watches, on cache lines of its own. */
public final class Sequence extends SequenceRightPadding {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(SequenceValue.class, "value", long.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** {@return the value, for the thread that advances it} */
    public long plain() {
        return value;
    }

    /** {@return the value; what was written before it was set is visible} */
    public long acquire() {
        return (long) VALUE.getAcquire(this);
    }

    /** @param next the new value; what was written before is visible to whoever acquires it */
    public void release(long next) {
        VALUE.setRelease(this, next);
    }
}

/** 112 bytes that keep the value from the line before. */
class SequenceLeftPadding {
    long l0;
    long l1;
    long l2;
    long l3;
    long l4;
    long l5;
    long l6;
    long l7;
    long l8;
    long l9;
    long l10;
    long l11;
    long l12;
    long l13;
}

/** The value itself. */
class SequenceValue extends SequenceLeftPadding {
    long value;
}

/** 112 bytes that keep the value from the line after. */
class SequenceRightPadding extends SequenceValue {
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
