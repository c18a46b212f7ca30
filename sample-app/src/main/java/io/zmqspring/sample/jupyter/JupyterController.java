package io.zmqspring.sample.jupyter;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Runs code, interrupts and restarts, and shows what came of it. */
@RestController
@RequestMapping("/jupyter")
@JupyterProfile
class JupyterController {

    private static final int MAX_CHARACTERS = 100_000;

    private final Kernel kernel;
    private final Cells cells;
    private final Transcript transcript;
    private final TranscriptFeed feed;

    JupyterController(Kernel kernel, Cells cells, Transcript transcript, TranscriptFeed feed) {
        this.kernel = kernel;
        this.cells = cells;
        this.transcript = transcript;
        this.feed = feed;
    }

    /** {@return the number of the cell} */
    @PostMapping("/run")
    @ResponseStatus(HttpStatus.ACCEPTED)
    long run(@RequestBody String code) {
        return kernel.run(limited(code));
    }

    @PostMapping("/input")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void input(@RequestBody(required = false) String line) {
        cells.answer(line == null ? "" : limited(line));
    }

    @PostMapping("/interrupt")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void interrupt() {
        kernel.interrupt();
    }

    @PostMapping("/restart")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void restart() {
        kernel.restart();
    }

    @GetMapping
    Kernel.State state() {
        return kernel.state();
    }

    @GetMapping("/transcript")
    List<Transcript.Entry> transcript() {
        return transcript.after(0);
    }

    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter live() {
        return feed.join();
    }

    private static String limited(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "there are " + text.length() + " characters, allowed are " + MAX_CHARACTERS);
        }
        return text;
    }

    @ExceptionHandler
    ProblemDetail refused(KernelException refused) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(refused.getMessage()));
    }
}
