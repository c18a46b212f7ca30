package io.zmqspring.sample.words;

import io.zmqspring.template.ZmqTemplate;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sends a word for each request, and shows what came back. */
@RestController
@Profile("!worker")
class WordController {

    private final ZmqTemplate zmq;
    private final HeardShouts heard;

    WordController(ZmqTemplate zmq, HeardShouts heard) {
        this.zmq = zmq;
        this.heard = heard;
    }

    @PostMapping("/send")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void send(@RequestBody String word) {
        zmq.send("words-out", word);
    }

    @GetMapping("/received")
    List<String> received() {
        return heard.latest();
    }
}
