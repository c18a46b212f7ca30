package io.zmqspring.core.socket;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of this JVM that have not ended. It closes a context that the application has lost, and reports that
 * once. It also reports a context that has messages to send when the JVM ends, and closes it then if its options ask
 * for that. There is a shutdown hook only while there is a context, so that it does not keep the class loader. Any
 * thread.
 */
final class UnclosedContexts {

    private static final System.Logger LOGGER = System.getLogger(UnclosedContexts.class.getName());
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Map<ContextCore, Cleaner.Cleanable> OPEN = new HashMap<>();
    private static final Set<ContextCore> REPORTED = new HashSet<>();
    private static @Nullable Thread hook;

    private UnclosedContexts() {}

    /**
     * Watches a context.
     *
     * @param core not referring to the owner, directly or indirectly
     * @param owner what the application closes; once it is garbage, the context is closed here
     */
    static void add(ContextCore core, Object owner) {
        LOCK.lock();
        try {
            OPEN.put(core, CLEANER.register(owner, () -> onLost(core)));
            if (hook == null) {
                hook = addHook();
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static @Nullable Thread addHook() {
        Thread added = new Thread(UnclosedContexts::onShutdown, "zmq-shutdown");
        try {
            Runtime.getRuntime().addShutdownHook(added);
            return added;
        } catch (IllegalStateException alreadyShuttingDown) {
            return null;
        }
    }

    /**
     * Forgets a context that has ended, and so lets it become garbage: until then it is referred to from here, and
     * refers itself to what its monitor listeners refer to, often its owner.
     */
    static void remove(ContextCore core) {
        Cleaner.@Nullable Cleanable watched = null;
        LOCK.lock();
        try {
            REPORTED.remove(core);
            watched = OPEN.remove(core);
            Thread added = hook;
            if (OPEN.isEmpty() && added != null) {
                hook = null;
                Runtime.getRuntime().removeShutdownHook(added);
            }
        } catch (IllegalStateException shuttingDown) {
            hook = null;
        } finally {
            LOCK.unlock();
        }
        if (watched != null) {
            watched.clean();
        }
    }

    /** The cleaner's thread serves all contexts, so nothing is waited for: what is queued is sent within linger. */
    private static void onLost(ContextCore core) {
        if (core.isClosed()) {
            return;
        }
        try {
            if (core.isUsed() && core.options().warnWhenUnclosed() && isFirstReport(core)) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "a ZmqContext was never closed, and nothing refers to it any more; it is closed now, what is"
                                + " queued is sent within linger: " + core.inventory());
            }
        } finally {
            core.beginClose();
        }
    }

    private static boolean isFirstReport(ContextCore core) {
        LOCK.lock();
        try {
            return OPEN.containsKey(core) && REPORTED.add(core);
        } finally {
            LOCK.unlock();
        }
    }

    private static void onShutdown() {
        List<Thread> closing = new ArrayList<>();
        for (ContextCore core : open()) {
            if (core.options().closeOnShutdown()) {
                Thread closer = new Thread(() -> close(core), core.options().threadNamePrefix() + "-shutdown");
                try {
                    closer.start();
                    closing.add(closer);
                } catch (OutOfMemoryError noThread) {
                    close(core);
                }
            } else if (core.options().warnWhenUnclosed() && core.queuedToSend() > 0 && isFirstReport(core)) {
                printAtEnd("the JVM ends and a ZmqContext is not closed, what is queued is lost"
                        + " (close it, or set ContextOptions.closeOnShutdown): " + core.inventory());
            }
        }
        try {
            for (Thread closer : closing) {
                closer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(ContextCore core) {
        try {
            long unsent = core.closeAtExit();
            if (unsent != 0 && core.options().warnWhenUnclosed()) {
                printAtEnd("the JVM ends, and linger was not enough for " + (unsent < 0 ? core.queuedToSend() : unsent)
                        + " messages of a ZmqContext, created at " + core.createdAt());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Not by a logger: that of the JDK ends in a shutdown hook of its own, at the same time, and drops what comes
     * later.
     */
    private static void printAtEnd(String warning) {
        System.err.println("WARNING: " + warning);
    }

    /** {@return whether the calling thread runs a frame handler, of whichever context} */
    static boolean isCurrentThreadHandling() {
        for (ContextCore core : open()) {
            if (core.isHandling()) {
                return true;
            }
        }
        return false;
    }

    private static List<ContextCore> open() {
        LOCK.lock();
        try {
            return List.copyOf(OPEN.keySet());
        } finally {
            LOCK.unlock();
        }
    }
}
