package io.zmqspring.sample.words;

import io.zmqspring.template.ZmqTemplate;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Sends one word when the application has started. */
@Component
@Profile("!worker")
class FirstWord implements ApplicationRunner {

    private final ZmqTemplate zmq;

    FirstWord(ZmqTemplate zmq) {
        this.zmq = zmq;
    }

    @Override
    public void run(ApplicationArguments args) {
        zmq.send("words-out", "hello");
    }
}
