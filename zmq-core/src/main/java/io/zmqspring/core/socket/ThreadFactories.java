package io.zmqspring.core.socket;

import io.zmqspring.core.option.ContextOptions;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates the threads of one context, named, with the application's factory where there is one. Any thread. */
final class ThreadFactories {

    private static final System.Logger LOGGER = System.getLogger(ThreadFactories.class.getName());

    private final ContextOptions options;

    /** @param options of the context */
    ThreadFactories(ContextOptions options) {
        this.options = options;
    }

    /** {@return the factory of I/O threads; the application's own runs on the calling thread} */
    ThreadFactory io() {
        return named("-io");
    }

    /**
     * Creates a factory for threads that an I/O thread may start. The application's factory does not run on the calling
     * thread, since it may block: a thread of ours calls it, and does the work itself when the factory fails.
     *
     * @param suffix of the names
     * @return the factory
     */
    ThreadFactory helper(String suffix) {
        ThreadFactory named = named(suffix);
        if (options.threadFactory() == null) {
            return named;
        }
        return task -> {
            Thread starter = new Thread(() -> start(named, task), options.threadNamePrefix() + suffix + "-starter");
            starter.setDaemon(true);
            return starter;
        };
    }

    private void start(ThreadFactory named, Runnable task) {
        boolean started = false;
        try {
            named.newThread(task).start();
            started = true;
        } catch (RuntimeException | Error e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "the thread factory of the context failed; thread "
                            + Thread.currentThread().getName() + " takes the place of its thread",
                    e);
        } finally {
            if (!started) {
                task.run();
            }
        }
    }

    private ThreadFactory named(String suffix) {
        ThreadFactory given = options.threadFactory();
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = given == null ? new Thread(task) : given.newThread(task);
            thread.setName(options.threadNamePrefix() + suffix + '-' + number.getAndIncrement());
            if (given == null) {
                thread.setDaemon(true);
            }
            return thread;
        };
    }
}
