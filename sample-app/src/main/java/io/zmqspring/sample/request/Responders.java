package io.zmqspring.sample.request;

import io.zmqspring.annotation.ZmqListener;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Two responders: either answers what reaches it. */
@Component
@Profile("!hub")
class Responders {

    private final String process;

    Responders(@Value("${sample.name}") String process) {
        this.process = process;
    }

    @ZmqListener(id = "responder-a-listener", socket = "responder-a")
    Factors a(Question question) {
        return Factors.of(question, process + "/a");
    }

    @ZmqListener(id = "responder-b-listener", socket = "responder-b")
    Factors b(Question question) {
        return Factors.of(question, process + "/b");
    }
}
