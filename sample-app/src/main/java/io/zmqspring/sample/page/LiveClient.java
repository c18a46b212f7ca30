package io.zmqspring.sample.page;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A browser that shows the page. One that reads slowly skips snapshots and holds nobody up. Any thread. */
final class LiveClient {

    private static final long NO_TIMEOUT = 0;
    private static final long RECONNECT_MS = 1000;

    private final SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
    private final AtomicBoolean sending = new AtomicBoolean();
    private final Consumer<LiveClient> whenGone;

    /** @param whenGone called when the browser has left, at least once */
    LiveClient(Consumer<LiveClient> whenGone) {
        this.whenGone = whenGone;
        emitter.onCompletion(() -> whenGone.accept(this));
        emitter.onTimeout(() -> whenGone.accept(this));
        emitter.onError(failure -> whenGone.accept(this));
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** Sends a snapshot on a thread of the executor. Skips it while the previous snapshot is still being sent. */
    void offer(String snapshot, Executor executor) {
        if (sending.compareAndSet(false, true)) {
            try {
                executor.execute(() -> send(snapshot));
            } catch (RejectedExecutionException full) {
                sending.set(false);
            }
        }
    }

    private void send(String snapshot) {
        try {
            emitter.send(SseEmitter.event()
                    .name("snapshot")
                    .reconnectTime(RECONNECT_MS)
                    .data(snapshot));
        } catch (IOException | IllegalStateException gone) {
            whenGone.accept(this);
        } finally {
            sending.set(false);
        }
    }

    /** Ends the answer. */
    void end() {
        emitter.complete();
    }
}
