package io.zmqspring.core.socket;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The threads of one context for calls that may block, in a group for each kind of call: calls of one kind that hang do
 * not hold up those of another. Any thread.
 */
final class HelperThreads {

    private static final int MAX_TASK_THREADS = 64;

    /**
     * A look-up that gets no answer takes 5 to 30 s with the usual settings of a system. The JDK lets look-ups of
     * different names run side by side, so a name that resolves at once waits for slow ones only when there are more of
     * them than this.
     */
    private static final int MAX_LOOK_UP_THREADS = 64;

    /** A look at a file takes microseconds, unless its file system hangs; then more threads would only hang as well. */
    private static final int MAX_FILE_THREADS = 2;

    private final BlockingCalls tasks;
    private final BlockingCalls lookUps;
    private final BlockingCalls files;
    private final BlockingCalls requests;

    /**
     * Creates it; there is no thread yet.
     *
     * @param factories of the context
     * @param onError gets what a call throws
     */
    HelperThreads(ThreadFactories factories, Consumer<Throwable> onError) {
        this.tasks = new BlockingCalls(factories.helper("-helper"), MAX_TASK_THREADS, onError);
        this.lookUps = new BlockingCalls(factories.helper("-resolver"), MAX_LOOK_UP_THREADS, onError);
        this.files = new BlockingCalls(factories.helper("-files"), MAX_FILE_THREADS, onError);
        this.requests = new BlockingCalls(factories.helper("-requests"), Integer.MAX_VALUE, onError);
    }

    /** {@return threads of tasks that an I/O thread must not do itself} */
    Executor tasks() {
        return tasks;
    }

    /** {@return threads that look up host names and network interfaces} */
    Executor lookUps() {
        return lookUps;
    }

    /** {@return threads that look at files and remove them} */
    Executor files() {
        return files;
    }

    /** {@return threads of requesters and responders, which call the application} */
    Executor requests() {
        return requests;
    }

    /**
     * Takes no further calls. Calls of requests that wait are still made; other calls that wait are dropped, and those
     * that run are interrupted.
     */
    void close() {
        tasks.close();
        lookUps.close();
        files.close();
        requests.finish();
    }
}
