package io.zmqspring.core.support;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** A call made on a thread of its own, so that a test can watch it wait, interrupt it and see how it ends. */
public final class Calls {

    private Calls() {}

    /**
     * Makes a call.
     *
     * @param call may wait
     * @return the running call
     */
    public static <T> Running<T> start(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(call.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    } finally {
                        flag.complete(Thread.currentThread().isInterrupted());
                    }
                },
                "call");
        thread.setDaemon(true);
        thread.start();
        return new Running<>(thread, result, flag);
    }

    /**
     * Makes a call that returns nothing.
     *
     * @param call may wait
     * @return the running call
     */
    public static Running<Void> start(Action call) {
        return start(() -> {
            call.run();
            return null;
        });
    }

    /** Something that may throw. */
    @FunctionalInterface
    public interface Action {

        /** Does it. */
        void run() throws Exception;
    }

    /**
     * A call under way.
     *
     * @param thread that makes it
     * @param result what it returns or throws
     * @param interrupted whether the thread's flag was set when it ended
     */
    public record Running<T>(Thread thread, CompletableFuture<T> result, CompletableFuture<Boolean> interrupted) {

        /** Waits until the thread sleeps. */
        public Running<T> awaitWaiting() {
            Awaitility.await()
                    .until(() -> thread.getState() == Thread.State.TIMED_WAITING
                            || thread.getState() == Thread.State.WAITING
                            || isInSelector());
            return this;
        }

        private boolean isInSelector() {
            for (StackTraceElement element : thread.getStackTrace()) {
                if (element.getClassName().startsWith("sun.nio.ch.")
                        && element.getClassName().contains("Selector")) {
                    return true;
                }
            }
            return false;
        }
    }
}
