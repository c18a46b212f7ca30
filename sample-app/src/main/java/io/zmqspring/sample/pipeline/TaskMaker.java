package io.zmqspring.sample.pipeline;

import io.zmqspring.sample.Ticking;
import org.springframework.scheduling.annotation.Scheduled;

/** Sends a task at an interval. */
@Ticking
class TaskMaker {

    private final Pipeline pipeline;

    TaskMaker(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Scheduled(fixedRateString = "${sample.pipeline.every:40ms}")
    void send() {
        pipeline.send(20_000);
    }
}
