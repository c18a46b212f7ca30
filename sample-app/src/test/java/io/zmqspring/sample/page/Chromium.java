package io.zmqspring.sample.page;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Headless Chromium, as Debian's packages {@code chromium} and {@code chromium-driver} install it. Where it is missing,
 * a test is skipped, or fails when the environment says {@code ZMQ_BROWSER_REQUIRED=true}.
 */
public final class Chromium {

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String DRIVER = "chromedriver";

    private Chromium() {}

    public static ChromeDriver start() {
        Optional<File> browser = BROWSERS.stream().flatMap(Chromium::onPath).findFirst();
        Optional<File> driver = onPath(DRIVER).findFirst();
        if (browser.isEmpty() || driver.isEmpty()) {
            skip("no " + (browser.isEmpty() ? String.join(", ", BROWSERS) : DRIVER)
                    + " on the PATH: on Debian, apt-get install chromium chromium-driver");
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow());
        // Chromium refuses to run as root in its sandbox; the page under test is our own.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.orElseThrow())
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    private static void skip(String reason) {
        if (Boolean.parseBoolean(System.getenv("ZMQ_BROWSER_REQUIRED"))) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }

    private static Stream<File> onPath(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, name))
                .filter(File::canExecute);
    }

    /** Sets the size of the page and whether the user prefers a dark one. */
    public static void emulate(ChromeDriver driver, Dimension size, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.width, "height", size.height, "deviceScaleFactor", 1, "mobile", size.width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** {@return what the page has logged as an error, such as a script that failed} */
    public static List<String> errors(ChromeDriver driver) {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel() == Level.SEVERE)
                .map(entry -> entry.getMessage())
                .toList();
    }

    public static String script(String name) {
        try (var in = Chromium.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
