package io.zmqspring.listener;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the JVM running while containers run whose workers are virtual threads, since a JVM does not wait for those.
 * All such containers share one non-daemon thread, which ends with the last of them.
 */
final class KeepAlive {

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static int holders;
    private static CountDownLatch released = new CountDownLatch(0);

    private KeepAlive() {}

    /** Keeps the JVM running until {@link #release()} is called as often as this. */
    static void hold() {
        LOCK.lock();
        try {
            if (holders == 0) {
                CountDownLatch untilReleased = new CountDownLatch(1);
                Thread thread = new Thread(() -> await(untilReleased), "zmq-keep-alive");
                thread.setDaemon(false);
                thread.setContextClassLoader(null);
                thread.start();
                released = untilReleased;
            }
            holders++;
        } finally {
            LOCK.unlock();
        }
    }

    static void release() {
        LOCK.lock();
        try {
            holders--;
            if (holders == 0) {
                released.countDown();
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static void await(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException notAReason) {
                // It ends when the last container has ended.
            }
        }
    }
}
