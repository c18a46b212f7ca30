package io.zmqspring.sample.bus;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Says every second how long this process has been there, also in the profile {@code worker}. */
@Component
@ConditionalOnBooleanProperty(name = "sample.ticking", matchIfMissing = true)
class Heartbeat {

    private final Instant startedAt = Instant.now();
    private final Speaker speaker;

    Heartbeat(Speaker speaker) {
        this.speaker = speaker;
    }

    @Scheduled(fixedRateString = "${sample.bus.every:1s}")
    void beat() {
        speaker.say(
                "heartbeat",
                "up for " + Duration.between(startedAt, Instant.now()).toSeconds() + " s");
    }
}
