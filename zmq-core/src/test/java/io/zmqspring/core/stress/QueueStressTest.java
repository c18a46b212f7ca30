package io.zmqspring.core.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.ring.SpinLock;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueStressTest {

    private final BufferPool pool = new BufferPool(4 << 20);

    @Test
    void shouldKeepEveryByteWhileRingsGrowAndAreGivenBack() throws InterruptedException {
        final int count = 50_000;
        FrameQueue queue = new FrameQueue(pool, 0, 8 << 20);
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        SpinLock sending = new SpinLock();
        SpinLock receiving = new SpinLock();
        AtomicInteger released = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        Stress stress = new Stress(() -> taken + " taken, queued " + queue.size());
        stress.thread("producer", () -> {
            Random random = new Random(1);
            for (int i = 0; i < count && !stress.isStopped(); i++) {
                while (i % 5_000 == 4_999 && queue.capacity() > 0 && !stress.isStopped()) {
                    Thread.yield();
                }
                ZmqMessage message = message(i);
                boolean written = false;
                while (!written && !stress.isStopped()) {
                    sending.lock();
                    written = writer.write(message, random.nextBoolean());
                    sending.unlock();
                    if (!written || random.nextInt(2_000) == 0) {
                        Thread.yield();
                    }
                }
            }
        });
        stress.thread("consumer", () -> {
            Random random = new Random(2);
            for (int i = 0; i < count && !stress.isStopped(); ) {
                receiving.lock();
                try {
                    if (reader.hasMessage()) {
                        assertThat(reader.takeMessage()).isEqualTo(message(i));
                        taken.set(++i);
                    }
                } finally {
                    receiving.unlock();
                }
                if (random.nextInt(1_000) == 0) {
                    Thread.yield();
                }
            }
        });
        stress.thread("releaser", () -> {
            while (taken.get() < count && !stress.isStopped()) {
                if (sending.tryLock()) {
                    if (receiving.tryLock()) {
                        if (queue.releaseMemoryIfEmpty()) {
                            writer.refreshRing();
                            released.incrementAndGet();
                        }
                        receiving.unlock();
                    }
                    sending.unlock();
                }
                Thread.yield();
            }
        });
        stress.run();

        assertThat(queue.sizeBytes()).isZero();
        assertThat(released.get()).isGreaterThanOrEqualTo(count / 5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void shouldLoseNoWakeUpWhenBothEndsSleep(int mark) throws InterruptedException {
        final int count = 30_000;
        FrameQueue queue = new FrameQueue(pool, mark, 8 << 20);
        MessageWriter writer = new MessageWriter(queue);
        MessageReader reader = new MessageReader(queue);
        SpinLock sending = new SpinLock();
        SpinLock receiving = new SpinLock();
        AtomicInteger taken = new AtomicInteger();
        Stress stress = new Stress(() -> taken + " taken, queued " + queue.size());
        Thread[] ends = new Thread[2];
        stress.thread("producer", () -> {
            ends[0] = Thread.currentThread();
            queue.producer().signal(() -> LockSupport.unpark(ends[0]));
            byte[] body = new byte[4];
            for (int i = 0; i < count; i++) {
                ByteBuffer.wrap(body).putInt(i);
                sending.lock();
                while (!writer.write(body, true)) {
                    sending.unlock();
                    if (queue.producer().waitForRoom(6, Long.MAX_VALUE)) {
                        LockSupport.park(this);
                    }
                    sending.lock();
                }
                sending.unlockWithFence();
                queue.consumer().wake();
            }
        });
        stress.thread("consumer", () -> {
            ends[1] = Thread.currentThread();
            queue.consumer().signal(() -> LockSupport.unpark(ends[1]));
            for (int i = 0; i < count; i++) {
                while (!reader.hasMessage()) {
                    if (queue.consumer().rest()) {
                        LockSupport.park(this);
                    }
                }
                receiving.lock();
                assertThat(ByteBuffer.wrap(reader.takeBody()).getInt()).isEqualTo(i);
                receiving.unlockWithFence();
                taken.set(i + 1);
                queue.producer().wake();
            }
        });
        stress.run();

        assertThat(taken.get()).isEqualTo(count);
        assertThat(queue.isEmpty()).isTrue();
    }

    private static ZmqMessage message(int number) {
        int length = number % 701 == 0 ? 66_000 + number % 1000 : number % 97 * (number % 13 == 0 ? 20 : 1);
        byte[] body = new byte[length + 4];
        ByteBuffer.wrap(body).putInt(number);
        for (int i = 4; i < body.length; i += 7) {
            body[i] = (byte) (number + i);
        }
        return number % 5 == 0 ? ZmqMessage.of(body, new byte[number % 3], body) : ZmqMessage.of(body);
    }
}
