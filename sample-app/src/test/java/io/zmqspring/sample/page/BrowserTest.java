package io.zmqspring.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.sample.SampleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.springframework.beans.factory.annotation.Autowired;

/** A browser for the tests of a class, which has the page open before each. */
public abstract class BrowserTest {

    private static final Dimension DESKTOP = new Dimension(1280, 900);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    protected static ChromeDriver browser;

    @Autowired
    private SampleClient client;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start();
    }

    @AfterAll
    static void endBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void openPage() {
        Chromium.emulate(browser, DESKTOP, false);
        browser.get(client.uri("/").toString());
        awaitPage();
    }

    /** Waits until the page can be used. */
    protected abstract void awaitPage();

    protected static void assertThatPageFitsAndIsReadable() {
        assertThat((Boolean) browser.executeScript(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("nothing is wider than the page")
                .isTrue();
        assertThat((List<?>) browser.executeScript(Chromium.script("contrast.js")))
                .as("text with a contrast below 4.5 (WCAG 2.1, 1.4.3)")
                .isEmpty();
    }

    /** Writes what is shown now to {@code target/screenshots}. */
    protected static void takeScreenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}
