package io.zmqspring.sample.jupyter;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A page that follows the transcript, from its own place in it. One that reads slowly holds nobody up: it gets what is
 * still there when it has read the rest. Any thread.
 */
final class TranscriptReader {

    private static final long NO_TIMEOUT = 0;
    private static final long RECONNECT_MS = 1000;

    private final SseEmitter emitter = new SseEmitter(NO_TIMEOUT);

    /** Wake-ups that were not served yet. The thread that raises it from 0 to 1 starts a task that sends. */
    private final AtomicInteger wakeUps = new AtomicInteger();

    private final Transcript transcript;
    private final Supplier<Kernel.State> kernel;
    private final Executor executor;
    private final Consumer<TranscriptReader> whenGone;
    private boolean begun;
    private long position;

    /** @param whenGone called when the page has left, at least once */
    TranscriptReader(
            Transcript transcript,
            Supplier<Kernel.State> kernel,
            Executor executor,
            Consumer<TranscriptReader> whenGone) {
        this.transcript = transcript;
        this.kernel = kernel;
        this.executor = executor;
        this.whenGone = whenGone;
        emitter.onCompletion(() -> whenGone.accept(this));
        emitter.onTimeout(() -> whenGone.accept(this));
        emitter.onError(failure -> whenGone.accept(this));
    }

    /**
     * What a page gets.
     *
     * @param begin whether this is the first, so that all that is shown goes
     * @param missed entries that were there and are not any more
     * @param entries the entries
     * @param kernel the kernel now
     */
    record Update(boolean begin, long missed, List<Transcript.Entry> entries, Kernel.State kernel) {}

    SseEmitter emitter() {
        return emitter;
    }

    /** Has the rest of the transcript sent on a thread of the executor. */
    void wake() {
        if (wakeUps.getAndIncrement() == 0) {
            try {
                executor.execute(this::send);
            } catch (RejectedExecutionException ending) {
                emitter.complete();
            }
        }
    }

    private void send() {
        try {
            int seen;
            do {
                seen = wakeUps.get();
                sendRest();
            } while (wakeUps.addAndGet(-seen) != 0);
        } catch (IOException | RuntimeException gone) {
            whenGone.accept(this);
        }
    }

    private void sendRest() throws IOException {
        Update update = next();
        if (update != null) {
            emitter.send(SseEmitter.event()
                    .name("update")
                    .reconnectTime(RECONNECT_MS)
                    .data(update));
        }
    }

    /** {@return what the page has not got yet, or {@code null}} */
    @Nullable Update next() {
        List<Transcript.Entry> entries = transcript.after(position);
        boolean begin = !begun;
        if (!begin && entries.isEmpty()) {
            return null;
        }
        long missed = begin ? 0 : entries.get(0).number() - position - 1;
        begun = true;
        position =
                entries.isEmpty() ? position : entries.get(entries.size() - 1).number();
        return new Update(begin, missed, entries, kernel.get());
    }

    /** Ends the answer. */
    void end() {
        emitter.complete();
    }
}
