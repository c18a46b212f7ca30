package io.zmqspring.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/** A client of the application under test. */
@TestComponent
public class SampleClient {

    /** Longest wait for anything. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ApplicationContext application;

    SampleClient(ApplicationContext application) {
        this.application = application;
    }

    public URI uri(String path) {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        return URI.create("http://localhost:" + port + path);
    }

    /** {@return the body of an answer, which must be a success} */
    public String get(String path) {
        HttpResponse<String> response = send(request(path).GET());
        if (response.statusCode() != 200) {
            throw new AssertionError("GET " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** As {@link #get}, as part of a trace (W3C Trace Context). */
    public String get(String path, String traceId) {
        return send(request(path)
                        .header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                        .GET())
                .body();
    }

    public HttpResponse<String> answer(String path) {
        return send(request(path).GET());
    }

    public HttpResponse<String> post(String path, String text) {
        return send(
                request(path).header("Content-Type", "text/plain;charset=UTF-8").POST(BodyPublishers.ofString(text)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(request.build() + " failed", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(request.build() + " was interrupted", interrupted);
        }
    }
}
