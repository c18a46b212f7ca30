package io.zmqspring.sample;

import io.zmqspring.template.ZmqTemplate;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Sends one word when the application has started. */
@Component
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
