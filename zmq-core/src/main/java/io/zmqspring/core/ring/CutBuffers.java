package io.zmqspring.core.ring;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that were cut into pieces. A piece that nothing refers to any more is found again ({@link #recover}):
 * otherwise its memory was lost until all other pieces of the same buffer are garbage too. Any thread.
 */
final class CutBuffers {

    private final Map<Object, Piece> pieces = new ConcurrentHashMap<>();
    private final ReferenceQueue<ByteBuffer> collected = new ReferenceQueue<>();

    /**
     * Takes pieces off the front of a buffer, which is not used any more.
     *
     * @param buffer cut into pieces, perhaps a piece itself
     * @param capacity of the piece that is returned
     * @param rest is given each other piece: its half, its quarter and so on
     * @return the first piece
     */
    ByteBuffer cut(ByteBuffer buffer, int capacity, Remainder rest) {
        Piece known = pieces.remove(new Lookup(buffer));
        Whole whole = known == null ? new Whole(buffer) : known.whole;
        int start = known == null ? 0 : known.start;
        int size = buffer.capacity();
        while (size > capacity) {
            size >>= 1;
            rest.keep(piece(whole, start + size, size));
        }
        return piece(whole, start, capacity);
    }

    private ByteBuffer piece(Whole whole, int start, int capacity) {
        ByteBuffer bytes = whole.buffer.slice(start, capacity);
        Piece piece = new Piece(bytes, collected, whole, start, capacity);
        pieces.put(piece, piece);
        return bytes;
    }

    /** {@return what the buffer is a piece of, or {@code null}} */
    @Nullable Whole wholeOf(ByteBuffer buffer) {
        Piece piece = pieces.get(new Lookup(buffer));
        return piece == null ? null : piece.whole;
    }

    /** @param buffer a piece that is left to the garbage collector with all other pieces of the same buffer */
    void forget(ByteBuffer buffer) {
        pieces.remove(new Lookup(buffer));
    }

    /** Leaves all pieces to the garbage collector: a buffer is freed when nothing refers to any piece of it. */
    void forgetAll() {
        pieces.clear();
    }

    /** {@return a piece that was left to the garbage collector, and is found again; or {@code null}} */
    @Nullable ByteBuffer recover() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            Piece piece = pieces.remove(gone);
            if (piece != null) {
                return piece(piece.whole, piece.start, piece.capacity);
            }
        }
        return null;
    }

    /** Takes pieces that are left over. */
    interface Remainder {

        void keep(ByteBuffer piece);
    }

    /** A buffer that was cut. */
    static final class Whole {

        private final ByteBuffer buffer;

        private Whole(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        /** {@return its size, in bytes} */
        int capacity() {
            return buffer.capacity();
        }
    }

    /** Compares buffers by identity: {@link ByteBuffer#equals} compares contents. */
    private static final class Piece extends WeakReference<ByteBuffer> {

        private final int hash;
        private final Whole whole;
        private final int start;
        private final int capacity;

        Piece(ByteBuffer bytes, ReferenceQueue<ByteBuffer> queue, Whole whole, int start, int capacity) {
            super(bytes, queue);
            this.hash = System.identityHashCode(bytes);
            this.whole = whole;
            this.start = start;
            this.capacity = capacity;
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
            return other instanceof Piece piece && piece.get() == buffer;
        }
    }
}
