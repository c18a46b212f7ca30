package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts and ends of the application. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    @Test
    void shouldSayWhichPortIsTaken(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = "--server.port=" + taken.getLocalPort();

            assertThatThrownBy(() -> SpringApplication.run(SampleApplication.class, port))
                    .isNotNull();

            assertThat(output)
                    .contains("Port " + taken.getLocalPort() + " was already in use")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldNotWaitForAnOpenPageWhenItEnds() throws Exception {
        ConfigurableApplicationContext application = SpringApplication.run(SampleApplication.class, "--server.port=0");
        try (InputStream page = open(application)) {
            assertThat(page.read()).isNotEqualTo(-1);
            Instant before = Instant.now();

            application.close();

            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
            assertThat(page.readAllBytes()).isNotNull();
        }
    }

    private static InputStream open(ConfigurableApplicationContext application) throws Exception {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/live"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body();
    }
}
