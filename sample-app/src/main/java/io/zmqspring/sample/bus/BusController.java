package io.zmqspring.sample.bus;

import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Says something on the bus for each POST, and shows what was heard. */
@RestController
@RequestMapping("/bus")
@Profile("!worker")
class BusController {

    private final Speaker speaker;
    private final NoteListener listener;

    BusController(Speaker speaker, NoteListener listener) {
        this.speaker = speaker;
        this.listener = listener;
    }

    @PostMapping("/{topic}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void say(@PathVariable String topic, @RequestBody String text) {
        speaker.say(topic, text);
    }

    @GetMapping
    List<String> heard() {
        return listener.latest();
    }
}
