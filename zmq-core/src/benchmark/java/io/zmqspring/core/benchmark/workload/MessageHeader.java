package io.zmqspring.core.benchmark.workload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * First eight bytes of every message part, a big-endian number.
 *
 * <pre>
 *  63        60 59         52 51                                   0
 * +------------+-------------+--------------------------------------+
 * |   phase    |   thread    |  sequence of that thread, from 0     |
 * +------------+-------------+--------------------------------------+
 * </pre>
 *
 * <p>The sequence goes on through all phases, so the next header of a thread is the last one plus one until the phase
 * changes: a receiver checks loss, doubling and order with one comparison.
 */
public final class MessageHeader {

    /** Bytes a header takes, and so the smallest message. */
    public static final int LENGTH = 8;

    /** Phase while both sides get warm: checked but not measured. */
    public static final int WARM = 0;

    /** Phase that is measured. */
    public static final int MEASURED = 1;

    /** Phase of the last message of a thread. */
    public static final int END = 2;

    /** Largest number of sending threads. */
    public static final int MAX_THREADS = 256;

    private static final int PHASE_SHIFT = 60;
    private static final int THREAD_SHIFT = 52;
    private static final long SEQUENCE_MASK = (1L << THREAD_SHIFT) - 1;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private MessageHeader() {}

    public static long of(int phase, int thread, long sequence) {
        return (long) phase << PHASE_SHIFT | (long) thread << THREAD_SHIFT | sequence;
    }

    public static int phase(long header) {
        return (int) (header >>> PHASE_SHIFT);
    }

    public static int thread(long header) {
        return (int) (header >>> THREAD_SHIFT) & (MAX_THREADS - 1);
    }

    public static long sequence(long header) {
        return header & SEQUENCE_MASK;
    }

    public static boolean isEnd(long header) {
        return phase(header) == END;
    }

    /** The header of {@code body}, or a header of no valid phase if the body is too short for one. */
    public static long read(byte[] body) {
        return body.length < LENGTH ? -1 : (long) LONGS.get(body, 0);
    }

    /** The header at the position of {@code body}, which stays; of no valid phase if the body is too short. */
    public static long read(ByteBuffer body) {
        return body.remaining() < LENGTH ? -1 : body.getLong(body.position());
    }

    public static void write(byte[] body, long header) {
        LONGS.set(body, 0, header);
    }

    /** Writes at index 0 of a big-endian {@code body}, whose position stays. */
    public static void write(ByteBuffer body, long header) {
        body.putLong(0, header);
    }
}
