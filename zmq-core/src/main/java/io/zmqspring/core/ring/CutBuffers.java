package io.zmqspring.core.ring;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which buffers are pieces of a larger one. The memory of that comes back only when all of its pieces are garbage: a
 * piece that is dropped while another is in use is lost until that one is dropped too. Any thread.
 */
final class CutBuffers {

    private final Map<Object, Whole> wholes = new ConcurrentHashMap<>();
    private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();

    /**
     * Notes the pieces of a buffer that is cut.
     *
     * @param buffer cut into pieces, perhaps a piece itself; not used any more
     * @return what to note each piece with
     */
    Whole cut(ByteBuffer buffer) {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            wholes.remove(gone);
        }
        Whole known = wholes.remove(new Lookup(buffer));
        return known == null ? new Whole(buffer.capacity()) : known;
    }

    /** {@return the piece, noted as one of that whole} */
    ByteBuffer note(ByteBuffer piece, Whole whole) {
        wholes.put(new Key(piece, collected), whole);
        return piece;
    }

    /** {@return what the buffer is a piece of, or {@code null}} */
    @Nullable Whole wholeOf(ByteBuffer buffer) {
        return wholes.get(new Lookup(buffer));
    }

    /** A buffer that was cut. */
    static final class Whole {

        private final int capacity;

        private Whole(int capacity) {
            this.capacity = capacity;
        }

        /** {@return its size, in bytes} */
        int capacity() {
            return capacity;
        }
    }

    /** Compares buffers by identity: {@link ByteBuffer#equals} compares contents. */
    private static final class Key extends WeakReference<ByteBuffer> {

        private final int hash;

        Key(ByteBuffer buffer, ReferenceQueue<ByteBuffer> queue) {
            super(buffer, queue);
            this.hash = System.identityHashCode(buffer);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Lookup lookup && lookup.buffer() == get();
        }
    }

    private record Lookup(ByteBuffer buffer) {

        @Override
        public int hashCode() {
            return System.identityHashCode(buffer);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.get() == buffer;
        }
    }
}
