package io.zmqspring.sample.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.pipeline.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/** The page in a browser, while messages flow. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(SampleClient.class)
@DirtiesContext
@Timeout(60)
class LivePageTest extends BrowserTest {

    @Autowired
    private Workers workers;

    @Autowired
    private ZmqListenerEndpointRegistry listeners;

    @Autowired
    @Qualifier("results-in") private RestartableSocket resultsIn;

    @Override
    protected void awaitPage() {
        await().atMost(SampleClient.LIMIT).until(() -> text("#connection").equals("live"));
    }

    @Test
    void shouldShowRatesLatenciesAndMessagesOfAllPatterns() {
        for (String pattern : List.of("market", "pipeline", "request", "bus")) {
            await().atMost(SampleClient.LIMIT).until(() -> number("[data-pattern=" + pattern + "] strong") > 0);
            assertThat(text("[data-pattern=" + pattern + "] .facts"))
                    .contains("p99")
                    .containsPattern("\\d (µs|ms)");
        }
        assertThat(text("#prices")).contains("EURUSD", "USDJPY");
        assertThat(text("#notes")).contains("here: up for");
        assertThat(text("#shouts")).contains("HELLO!");
        assertThat(text("#sockets")).contains("market-out", "bus-in", "worker-1-in");
        assertThat(text("#messages")).contains("market-all", "results");
        assertThat(browser.findElement(By.cssSelector("[data-spark=market] .stroke"))
                        .getDomAttribute("d"))
                .startsWith("M");
        assertThat(Chromium.errors(browser)).isEmpty();
    }

    @Test
    void shouldKillAndRestartAWorker() {
        press("Kill here/worker-1");

        await().atMost(SampleClient.LIMIT)
                .until(() -> !workers.all().get("here/worker-1").isRunning());

        press("Restart here/worker-1");
        await().atMost(SampleClient.LIMIT)
                .until(() -> workers.all().get("here/worker-1").isRunning());
        awaitButton("Kill here/worker-1");
    }

    @Test
    void shouldShowThatAWorkerElsewhereIsQuietUntilItSendsAgain() {
        try (ZmqContext elsewhere = ZmqContext.create();
                PushSocket results = elsewhere.push()) {
            results.connect(resultsIn.endpoints().stream()
                    .map(endpoint -> endpoint.endpoint())
                    .filter(endpoint -> endpoint.startsWith("tcp://"))
                    .findFirst()
                    .orElseThrow());
            for (String state : List.of("running", "quiet", "running")) {
                await().atMost(SampleClient.LIMIT).until(() -> {
                    if (state.equals("running")) {
                        results.send("{\"id\":1,\"primes\":25,\"worker\":\"far\"}".getBytes(StandardCharsets.UTF_8));
                    }
                    return !browser.findElements(By.cssSelector("#workers [data-key=far][data-state=" + state + "]"))
                            .isEmpty();
                });
            }
        }
        assertThat(browser.findElements(By.cssSelector("#workers [data-key='here/worker-1'][data-state=running]")))
                .hasSize(1);
    }

    @Test
    void shouldPauseAListenerAndShowWhatAFloodDrops() {
        press("Pause market-euro");
        awaitButton("Resume market-euro");
        assertThat(listeners.getListenerContainer("market-euro-listener").isPaused())
                .isTrue();

        browser.findElement(By.cssSelector("[data-post='/control/sockets/market-out/flood']"))
                .click();

        await().atMost(SampleClient.LIMIT).until(() -> number("#total-dropped") > 0);
        press("Resume market-euro");
        awaitButton("Pause market-euro");
    }

    @Test
    void shouldSayAndShoutWhatIsTyped() {
        browser.findElement(By.id("note")).sendKeys("good evening");
        browser.findElement(By.id("note")).submit();
        await().atMost(SampleClient.LIMIT).until(() -> text("#notes").contains("here: good evening"));

        browser.findElement(By.id("word")).sendKeys("browser");
        browser.findElement(By.id("word")).submit();

        await().atMost(SampleClient.LIMIT).until(() -> text("#shouts").contains("BROWSER!"));
    }

    @Test
    void shouldShowTheAnswerToAQuestion() {
        browser.findElement(By.id("number")).submit();

        await().atMost(SampleClient.LIMIT)
                .until(() -> text("#ask output").contains("360 = 2 × 2 × 2 × 3 × 3 × 5, by here/"));
    }

    @Test
    void shouldSayWhyAButtonDidNothing() {
        while (workers.add().isPresent()) {
            assertThat(workers.all()).hasSizeLessThanOrEqualTo(8);
        }

        browser.findElement(By.id("add-worker")).click();

        await().atMost(SampleClient.LIMIT).until(() -> text("#said").contains("which is the most"));
    }

    @Test
    void shouldNameWhatScreenReadersRead() {
        awaitButton("Kill here/worker-1");

        List<?> nameless = (List<?>) browser.executeScript("""
                return [...document.querySelectorAll('button, a, input, svg, [role=region], ul, ol, table')]
                    .filter(element => !(element.getAttribute('aria-label')
                        || element.getAttribute('aria-labelledby')
                        || (element.labels && element.labels.length)
                        || element.closest('[aria-labelledby]') && element.matches('table')
                        || element.textContent.trim()))
                    .map(element => element.outerHTML);
                """);

        assertThat(nameless).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "desktop-light, 1280, 900, false",
        "desktop-dark, 1280, 900, true",
        "phone, 390, 844, false",
        "phone-dark, 390, 844, true"
    })
    void shouldFitAndBeReadable(String name, int width, int height, boolean dark) throws IOException {
        Chromium.emulate(browser, new Dimension(width, height), dark);
        await().atMost(SampleClient.LIMIT).until(() -> number("#total-rate") > 0);

        assertThatPageFitsAndIsReadable();
        takeScreenshot(name);
    }

    private static String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private static double number(String selector) {
        String text = text(selector).replace(",", "");
        return text.equals("–") ? -1 : Double.parseDouble(text);
    }

    private static By button(String label) {
        return By.cssSelector("button[aria-label='" + label + "']");
    }

    private static void awaitButton(String label) {
        await().atMost(SampleClient.LIMIT)
                .until(() -> !browser.findElements(button(label)).isEmpty());
    }

    private static void press(String label) {
        awaitButton(label);
        browser.findElement(button(label)).click();
    }
}
