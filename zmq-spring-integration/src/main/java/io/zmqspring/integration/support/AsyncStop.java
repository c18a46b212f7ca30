package io.zmqspring.integration.support;

/** Stops endpoints on threads of their own, so that those of one phase stop at the same time. Any thread. */
public final class AsyncStop {

    private AsyncStop() {}

    /**
     * Stops an endpoint.
     *
     * @param name of the endpoint, for the thread
     * @param stopping what stops it
     * @param callback called behind that, also when it fails
     */
    public static void run(String name, Runnable stopping, Runnable callback) {
        Runnable task = () -> {
            try {
                stopping.run();
            } finally {
                callback.run();
            }
        };
        new Thread(task, name + "-stop").start();
    }
}
