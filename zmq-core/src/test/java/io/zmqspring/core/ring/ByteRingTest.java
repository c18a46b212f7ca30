package io.zmqspring.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRingTest {

    private static final int CAPACITY = 128;
    private static final int MAX_LENGTH = 70;
    private static final int MARGIN = 5;
    private static final byte[] PATTERN = pattern(MAX_LENGTH + 2 * MARGIN, 1);

    private final ByteRing ring = ByteRing.over(ByteBuffer.allocateDirect(CAPACITY), 0);

    static Stream<ByteBuffer> buffers() {
        int size = MAX_LENGTH + 2 * MARGIN;
        return Stream.of(
                ByteBuffer.allocate(size),
                ByteBuffer.allocateDirect(size),
                ByteBuffer.allocate(size + MARGIN).position(MARGIN).slice(),
                ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN),
                ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void shouldShareItsMemoryWithATwinOfItsOwnObjects() {
        ByteRing twin = ring.twin();

        twin.putLong(CAPACITY - 4, 0x0102030405060708L);

        assertThat(ring.getLong(CAPACITY - 4)).isEqualTo(0x0102030405060708L);
        assertThat(twin.start()).isEqualTo(ring.start());
        assertThat(twin.memory()).isNotSameAs(ring.memory());
    }

    @Test
    void shouldClaimEachLineOfAStretchAndTouchNothingElse() {
        final int line = 64;
        for (long from = 0; from < CAPACITY; from++) {
            for (int length = 0; length <= CAPACITY; length++) {
                fill(ring, 0x55);

                ring.claim(from, from + length);

                for (int i = 0; i < CAPACITY; i++) {
                    boolean inside = i < length;
                    assertThat(ring.get(from + i)).isEqualTo(inside && i % line == 0 ? (byte) 0 : 0x55);
                }
            }
        }
    }

    @Test
    void shouldTouchEachLineOfAStretch() {
        final int line = 64;
        putBytewise(0, MAX_LENGTH);
        for (long from = 0; from < 2 * CAPACITY; from++) {
            int sum = 0;
            for (long at = from; at < from + CAPACITY; at += line) {
                sum += ring.get(at);
            }
            assertThat(ring.touch(from, from + CAPACITY)).isEqualTo(sum);
        }
    }

    @Test
    void shouldPutArrayOfEveryLengthAtEveryIndexAndTouchNothingElse() {
        for (long position = 0; position < 2 * CAPACITY; position++) {
            for (int length = 0; length <= MAX_LENGTH; length++) {
                fill(ring, 0x55);

                ring.put(position, PATTERN, MARGIN, length);

                assertHolds(position, length);
            }
        }
    }

    @Test
    void shouldGetArrayOfEveryLengthAtEveryIndexAndTouchNothingElse() {
        for (long position = 0; position < CAPACITY; position++) {
            putBytewise(position, MAX_LENGTH);
            for (int length = 0; length <= MAX_LENGTH; length++) {
                byte[] target = new byte[MAX_LENGTH + 2 * MARGIN];

                ring.get(position, target, MARGIN, length);

                assertIsPattern(target, length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void shouldPutBufferOfEveryLengthAtEveryIndex(ByteBuffer source) {
        source.put(0, PATTERN);
        source.position(1).limit(MAX_LENGTH + MARGIN);
        for (long position = 0; position < CAPACITY; position++) {
            for (int length = 0; length <= MAX_LENGTH; length++) {
                fill(ring, 0x55);

                ring.put(position, source, MARGIN, length);

                assertHolds(position, length);
            }
        }
        assertThat(source.position()).isEqualTo(1);
        assertThat(source.limit()).isEqualTo(MAX_LENGTH + MARGIN);
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void shouldGetBufferOfEveryLengthAtEveryIndex(ByteBuffer target) {
        byte[] nothing = new byte[MAX_LENGTH + 2 * MARGIN];
        byte[] seen = new byte[nothing.length];
        target.position(1);
        for (long position = 0; position < CAPACITY; position++) {
            putBytewise(position, MAX_LENGTH);
            for (int length = 0; length <= MAX_LENGTH; length++) {
                target.put(0, nothing);

                ring.get(position, target, MARGIN, length);

                target.get(0, seen);
                assertIsPattern(seen, length);
            }
        }
        assertThat(target.position()).isEqualTo(1);
        assertThat(target.limit()).isEqualTo(target.capacity());
    }

    @Test
    void shouldFillWholeCapacityFromEveryIndex() {
        byte[] all = pattern(CAPACITY, 7);
        byte[] seen = new byte[CAPACITY];
        for (long position = 0; position < CAPACITY; position++) {
            ring.put(position, all, 0, CAPACITY);
            ring.get(position, seen, 0, CAPACITY);

            assertThat(seen).isEqualTo(all);
        }
    }

    @Test
    void shouldWriteNumbersBigEndianAtEveryIndex() {
        for (long position = 0; position < 2 * CAPACITY; position++) {
            ring.putLong(position, 0x0102030405060708L);
            for (int i = 0; i < Long.BYTES; i++) {
                assertThat(ring.get(position + i)).isEqualTo((byte) (i + 1));
            }
            assertThat(ring.getLong(position)).isEqualTo(0x0102030405060708L);

            ring.putLong(position, -2);
            assertThat(ring.getLong(position)).isEqualTo(-2);

            ring.putShort(position, 0xFE80);
            assertThat(ring.get(position)).isEqualTo((byte) 0xFE);
            assertThat(ring.get(position + 1)).isEqualTo((byte) 0x80);
        }
    }

    @Test
    void shouldAddressPositionsBeyondThirtyTwoBits() {
        long position = (1L << 40) + CAPACITY - 3;
        ByteRing far = ByteRing.over(ByteBuffer.allocateDirect(CAPACITY), 1L << 40);

        far.put(position, PATTERN, 0, 10);

        assertThat(far.index(position)).isEqualTo(CAPACITY - 3);
        assertThat(far.contiguous(position)).isEqualTo(3);
        assertThat(far.get((1L << 40) + CAPACITY)).isEqualTo(PATTERN[3]);
        assertThat(far.index(position + 3)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 31, 64, 127})
    void shouldMoveBackOverlappingStretchOverTheWrap(int distance) {
        for (long to = 0; to < CAPACITY; to++) {
            for (int length : new int[] {0, 1, 2, 3, 50, CAPACITY - distance}) {
                if (length > CAPACITY - distance) {
                    continue;
                }
                byte[] bytes = pattern(length, (int) to);
                ring.put(to + distance, bytes, 0, length);

                ring.moveBack(to + distance, to, length);

                byte[] seen = new byte[length];
                ring.get(to, seen, 0, length);
                assertThat(seen).isEqualTo(bytes);
            }
        }
    }

    @Test
    void shouldCopyStretchOfAnotherRingToTheSamePositions() {
        Random random = new Random(3);
        byte[] bytes = new byte[CAPACITY];
        byte[] seen = new byte[CAPACITY];
        for (int i = 0; i < 1000; i++) {
            ByteRing larger = ByteRing.over(ByteBuffer.allocateDirect(CAPACITY << random.nextInt(3)), 0);
            long from = random.nextInt(10 * CAPACITY);
            int length = random.nextInt(CAPACITY + 1);
            random.nextBytes(bytes);
            ring.put(from, bytes, 0, length);

            larger.copyFrom(ring, from, from + length);

            larger.get(from, seen, 0, length);
            assertThat(Arrays.copyOf(seen, length)).isEqualTo(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void shouldEndWhereTheLinkedRingStarts() {
        assertThat(ring.end()).isEqualTo(Long.MAX_VALUE);
        assertThat(ring.next()).isNull();
        ByteRing next = ByteRing.over(ByteBuffer.allocateDirect(2 * CAPACITY), 77);

        ring.link(next);

        assertThat(ring.end()).isEqualTo(77);
        assertThat(ring.next()).isSameAs(next);
        assertThat(next.start()).isEqualTo(77);
    }

    @Test
    void shouldHoldNothingAndGiveNothingBackWhenEmpty() {
        ByteRing empty = ByteRing.empty(42);
        BufferPool pool = new BufferPool(1 << 20);

        empty.giveBack(pool);

        assertThat(empty.capacity()).isZero();
        assertThat(empty.start()).isEqualTo(42);
        assertThat(empty.contiguous(42)).isZero();
        assertThat(pool.keptBytes()).isZero();
    }

    @Test
    void shouldGiveItsMemoryBack() {
        BufferPool pool = new BufferPool(1 << 20);
        ByteRing taken = ByteRing.over(pool.take(8192), 0);

        taken.giveBack(pool);

        assertThat(pool.keptBytes()).isEqualTo(8192);
    }

    @Test
    void shouldShowItsMemoryThroughIndependentViews() {
        ByteBuffer one = ring.view().position(10);
        ByteBuffer other = ring.view();

        one.put((byte) 9);

        assertThat(ring.get(10)).isEqualTo((byte) 9);
        assertThat(other.position()).isZero();
        assertThat(other.get(10)).isEqualTo((byte) 9);
    }

    private void putBytewise(long position, int length) {
        for (int i = 0; i < length; i++) {
            ring.put(position + i, PATTERN[MARGIN + i]);
        }
    }

    private void assertHolds(long position, int length) {
        for (int i = 0; i < CAPACITY; i++) {
            byte wanted = i < length ? PATTERN[MARGIN + i] : 0x55;
            if (ring.get(position + i) != wanted) {
                assertThat(ring.get(position + i))
                        .as("byte %d behind position %d, length %d", i, position, length)
                        .isEqualTo(wanted);
            }
        }
    }

    private static void assertIsPattern(byte[] seen, int length) {
        for (int i = 0; i < seen.length; i++) {
            byte wanted = i >= MARGIN && i < MARGIN + length ? PATTERN[i] : 0;
            if (seen[i] != wanted) {
                assertThat(seen[i]).as("byte %d, length %d", i, length).isEqualTo(wanted);
            }
        }
    }

    private static void fill(ByteRing ring, int value) {
        for (int i = 0; i < ring.capacity(); i++) {
            ring.put(i, (byte) value);
        }
    }

    private static byte[] pattern(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (seed + 3 * i + 1);
        }
        return bytes;
    }
}
