package io.zmqspring.sample.words;

import io.zmqspring.annotation.ZmqListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Hears the shouts. */
@Component
@Profile("!worker")
class ShoutListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(ShoutListener.class);

    private final HeardShouts heard;

    ShoutListener(HeardShouts heard) {
        this.heard = heard;
    }

    @ZmqListener(id = "shouts-listener", socket = "shouts-in")
    void onShout(String shout) {
        LOGGER.info("received {}", shout);
        heard.add(shout);
    }
}
