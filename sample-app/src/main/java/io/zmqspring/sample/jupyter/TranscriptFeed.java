package io.zmqspring.sample.jupyter;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sends the transcript to pages as it grows. Any thread may call any method. */
@Component
@JupyterProfile
class TranscriptFeed implements DisposableBean {

    static final int MAX_READERS = 16;

    private final Set<TranscriptReader> readers = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = new ThreadPoolExecutor(
            0, MAX_READERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), new CustomizableThreadFactory("cells-"));
    private final Transcript transcript;
    private final Kernel kernel;
    private boolean closed;

    TranscriptFeed(Transcript transcript, Kernel kernel) {
        this.transcript = transcript;
        this.kernel = kernel;
        transcript.addListener(this::send);
    }

    /** {@return the answer for another page; it begins with all of the transcript} */
    synchronized SseEmitter join() {
        if (closed || readers.size() >= MAX_READERS) {
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "there are " + readers.size() + " readers, allowed are " + MAX_READERS);
        }
        TranscriptReader reader = new TranscriptReader(transcript, kernel::state, executor, readers::remove);
        readers.add(reader);
        reader.wake();
        return reader.emitter();
    }

    private void send() {
        readers.forEach(TranscriptReader::wake);
    }

    /** {@return how many pages read} */
    int readers() {
        return readers.size();
    }

    /** Ends all answers, which the web server would wait for. */
    @EventListener(ContextClosedEvent.class)
    synchronized void end() {
        closed = true;
        readers.forEach(TranscriptReader::end);
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
