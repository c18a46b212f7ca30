package io.zmqspring.core.loop;

import io.zmqspring.core.ring.DirectMemory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a loop for use within one call. It is as large as the JVM's direct memory allows when it is made, and grows
 * at a later call. Neither waits nor throws for lack of direct memory. One thread at a time.
 */
final class ScratchBuffer {

    /** Fewest bytes. */
    static final int MIN_BYTES = 1 << 10;

    private final DirectMemory jvm;
    private final int maxBytes;
    private ByteBuffer buffer;

    /**
     * Creates it.
     *
     * @param jvm what the JVM has left of direct memory
     * @param maxBytes a power of two, {@link #MIN_BYTES} or more
     */
    ScratchBuffer(DirectMemory jvm, int maxBytes) {
        this.jvm = jvm;
        this.maxBytes = maxBytes;
        ByteBuffer made = allocate(0);
        this.buffer = made == null ? ByteBuffer.allocate(MIN_BYTES) : made;
    }

    /** {@return direct memory, or heap memory while there is none; its content is arbitrary} */
    ByteBuffer get() {
        if (buffer.capacity() < maxBytes) {
            ByteBuffer larger = allocate(buffer.isDirect() ? buffer.capacity() : 0);
            buffer = larger == null ? buffer : larger;
        }
        return buffer;
    }

    /** {@return as much as there is, or {@code null} when that is not more than {@code present}} */
    private @Nullable ByteBuffer allocate(int present) {
        for (int bytes = maxBytes; bytes > present && bytes >= MIN_BYTES; bytes >>= 1) {
            if (jvm.freeBytes() >= bytes) {
                try {
                    return ByteBuffer.allocateDirect(bytes);
                } catch (OutOfMemoryError takenMeanwhile) {
                    return null;
                }
            }
        }
        return null;
    }
}
