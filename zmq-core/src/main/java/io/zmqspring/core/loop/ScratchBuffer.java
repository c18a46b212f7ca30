package io.zmqspring.core.loop;

import io.zmqspring.core.ring.DirectMemory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a loop for use within one call. It is as large as the JVM's direct memory allows when it is made, and grows
 * at a later call. Neither waits nor throws for lack of direct memory. One thread at a time.
 */
final class ScratchBuffer {

    /** Most bytes. */
    static final int MAX_BYTES = 1 << 16;

    /** Fewest bytes. */
    static final int MIN_BYTES = 1 << 10;

    private final DirectMemory jvm;
    private ByteBuffer buffer;

    /** @param jvm what the JVM has left of direct memory */
    ScratchBuffer(DirectMemory jvm) {
        this.jvm = jvm;
        ByteBuffer made = allocate(0);
        this.buffer = made == null ? ByteBuffer.allocate(MIN_BYTES) : made;
    }

    /** {@return direct memory, or heap memory while there is none; its content is arbitrary} */
    ByteBuffer get() {
        if (buffer.capacity() < MAX_BYTES) {
            ByteBuffer larger = allocate(buffer.isDirect() ? buffer.capacity() : 0);
            buffer = larger == null ? buffer : larger;
        }
        return buffer;
    }

    /** {@return as much as there is, or {@code null} when that is not more than {@code present}} */
    private @Nullable ByteBuffer allocate(int present) {
        for (int bytes = MAX_BYTES; bytes > present && bytes >= MIN_BYTES; bytes >>= 1) {
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
