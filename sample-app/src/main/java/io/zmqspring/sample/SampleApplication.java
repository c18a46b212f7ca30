package io.zmqspring.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts everything; the sockets stand in {@code application.yml} and the files it imports. */
@SpringBootApplication
@EnableScheduling
public class SampleApplication {

    /**
     * Runs the application.
     *
     * @param args Spring Boot's, for example {@code --sample.port=5555}
     */
    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }
}
