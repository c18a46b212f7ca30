package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.sample.Python;
import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.page.BrowserTest;
import io.zmqspring.sample.page.Chromium;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The box to type Python into, in a browser, with a kernel of this machine. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("jupyter")
@Import(SampleClient.class)
@EnabledIf(
        value = "io.zmqspring.sample.Python#hasKernel",
        disabledReason = "no Python with ipykernel: on Debian, apt-get install python3-ipykernel")
@DirtiesContext
@Timeout(60)
class JupyterPageTest extends BrowserTest {

    @DynamicPropertySource
    static void python(DynamicPropertyRegistry properties) {
        properties.add("sample.jupyter.python", () -> Python.with("ipykernel", "python3-ipykernel"));
    }

    @Override
    protected void awaitPage() {
        awaitText("#kernel", "Python 3");
        await().atMost(SampleClient.LIMIT).until(() -> find("#run").isEnabled());
    }

    @Test
    void shouldShowWhatTypedCodeDoes() {
        run("print('good evening')\nsum(range(10))");

        awaitText("#cells li:last-child .result", "45");
        awaitText("#cells li:last-child .stdout", "good evening");
        awaitText("#cells li:last-child .done", "ok after");
        assertThat(find("#code").getDomProperty("value")).isEmpty();
        assertThat(Chromium.errors(browser)).isEmpty();
    }

    @Test
    void shouldShowOutputOfACellThatRunsAndInterruptIt() {
        run("print('looping')\nwhile True:\n    pass");
        awaitText("#cells li:last-child .stdout", "looping");
        awaitText("#kernel", "Code is running.");

        find("#interrupt").click();

        awaitText("#cells li:last-child .error", "KeyboardInterrupt");
        awaitText("#cells li:last-child .done", "error after");
    }

    @Test
    void shouldAskForALine() {
        run("'hello ' + input('Who? ')");
        await().atMost(SampleClient.LIMIT).until(() -> find("#line").isDisplayed());
        assertThat(find("#asked").getText()).isEqualTo("Who?");
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("typed");

        browser.switchTo().activeElement().sendKeys("browser", Keys.ENTER);

        awaitText("#cells li:last-child .result", "'hello browser'");
        await().atMost(SampleClient.LIMIT).until(() -> !find("#line").isDisplayed());
    }

    @Test
    void shouldRestartTheKernel() {
        run("before = 1");
        awaitText("#cells li:last-child .done", "ok after");

        find("#restart").click();

        awaitText("#cells", "The kernel restarts.");
        await().atMost(SampleClient.LIMIT).until(() -> find("#run").isEnabled());
        run("before");
        awaitText("#cells li:last-child .error", "NameError");
    }

    @Test
    void shouldKeepAFloodSmallAndShowItsEnd() {
        run("for i in range(20_000):\n    print('a line of a flood', i)");

        awaitText("#cells li:last-child .done", "ok after");
        awaitText("#cells li:last-child .stdout", "a line of a flood 19999");
        assertThat((Long) browser.executeScript("return document.getElementById('cells').textContent.length"))
                .isLessThan(150_000);
    }

    @Test
    void shouldOverwriteALineAsProgressBarsDo() {
        run("print('10 %', end='\\r', flush=True)\nprint('done')");

        awaitText("#cells li:last-child .done", "ok after");
        awaitText("#cells li:last-child .stdout", "done");
        assertThat(find("#cells li:last-child .stdout").getText()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "python-light, 1280, 900, false",
        "python-dark, 1280, 900, true",
        "python-phone, 390, 844, false",
        "python-phone-dark, 390, 844, true"
    })
    void shouldFitAndBeReadable(String name, int width, int height, boolean dark) throws IOException {
        Chromium.emulate(browser, new Dimension(width, height), dark);
        run("import sys\nprint('a wide line ' * 40)\nprint('careful', file=sys.stderr)\n[1, 2, 3]");
        awaitText("#cells li:last-child .done", "ok after");
        run("def half(number):\n    return number / 0\n\nhalf(84)");
        awaitText("#cells li:last-child .done", "error after");
        run("input('What next? ')");
        await().atMost(SampleClient.LIMIT).until(() -> find("#line").isDisplayed());

        assertThat((Boolean) browser.executeScript("const cells = document.getElementById('cells');"
                        + "return cells.scrollHeight - cells.scrollTop - cells.clientHeight < 40"))
                .as("the end of the output is shown")
                .isTrue();
        assertThatPageFitsAndIsReadable();
        browser.executeScript("document.getElementById('python').scrollIntoView()");
        takeScreenshot(name);
        find("#typed").sendKeys("bye", Keys.ENTER);
        awaitText("#cells li:last-child .done", "ok after");
    }

    private static void run(String code) {
        browser.executeScript("document.getElementById('code').value = arguments[0]", code);
        find("#code").sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
    }

    private static WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    private static void awaitText(String selector, String text) {
        await().atMost(SampleClient.LIMIT)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .untilAsserted(() -> assertThat(find(selector).getText()).contains(text));
    }
}
