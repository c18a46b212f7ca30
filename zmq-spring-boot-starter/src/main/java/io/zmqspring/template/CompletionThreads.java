package io.zmqspring.template;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** A few daemon threads for what follows a send, which end when there is nothing to do. */
final class CompletionThreads {

    private static final int MAX = 4;

    private CompletionThreads() {}

    static Executor create() {
        CustomizableThreadFactory factory = new CustomizableThreadFactory("zmq-sent-");
        factory.setDaemon(true);
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(MAX, MAX, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
