package io.zmqspring.sample.bus;

import io.zmqspring.template.ZmqTemplate;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Says something on the bus, in the name of this process. Any thread. */
@Component
class Speaker {

    private final ZmqTemplate zmq;
    private final String process;

    Speaker(ZmqTemplate zmq, @Value("${sample.name}") String process) {
        this.zmq = zmq;
        this.process = process;
    }

    void say(String topic, String text) {
        zmq.publish("notes-out", topic, new Note(process, text, Instant.now()));
    }
}
