package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** A kernel in a container, driven over its five sockets. */
@SampleTest
@ActiveProfiles("jupyter")
@TestPropertySource(properties = "sample.jupyter.shutdown-timeout=2s")
@Import({Notebook.class, KernelTest.InContainer.class})
@EnabledIf(
        value = "io.zmqspring.sample.jupyter.KernelContainer#isUsable",
        disabledReason = "no Docker here, and the kernel runs in a container")
@DirtiesContext
@Timeout(120)
class KernelTest {

    @Autowired
    private Notebook notebook;

    @Autowired
    private SampleClient client;

    @Autowired
    private KernelContainer container;

    @Autowired
    private Transcript transcript;

    @TestConfiguration(proxyBeanMethods = false)
    static class InContainer {

        @Bean
        @Primary
        KernelContainer kernelContainer(JsonMapper json) {
            return new KernelContainer(json);
        }
    }

    @BeforeEach
    void awaitKernel() {
        notebook.awaitStatus("READY");
    }

    @Test
    void shouldRunCodeAndShowItsResult() {
        int cell = notebook.runAndAwait("6 * 7");

        notebook.awaitOutput(cell, "result", "42\n");
        assertThat(notebook.output(cell, "code")).isEqualTo("6 * 7");
        assertThat(notebook.isBusy()).isFalse();
    }

    @Test
    void shouldShowOutputWhileTheCodeStillRunsAndTypeWhatItAsksFor() {
        int cell = notebook.run("""
                import sys
                print('first')
                print('aside', file=sys.stderr)
                name = input('Who? ')
                print('hello ' + name)""");

        notebook.awaitOutput(cell, "stdout", "first\n");
        notebook.awaitOutput(cell, "stderr", "aside\n");
        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(notebook.state()).contains("\"prompt\":\"Who? \""));
        assertThat(notebook.isBusy()).isTrue();
        notebook.post("input", "Wörld");

        notebook.awaitDone(cell, "ok");
        notebook.awaitOutput(cell, "stdout", "hello Wörld\n");
        notebook.awaitOutput(cell, "input", "Who? Wörld\n");
        assertThat(client.post("/jupyter/input", "nobody asks").statusCode()).isEqualTo(409);
    }

    @Test
    void shouldShowTheTracebackOfAnErrorAndGoOn() {
        int cell = notebook.run("def divide():\n    return 1 / 0\n\ndivide()");

        notebook.awaitDone(cell, "error");
        notebook.awaitOutput(cell, "error", "ZeroDivisionError: division by zero");
        assertThat(notebook.output(cell, "error")).contains("return 1 / 0").doesNotContain("\u001b");
        notebook.runAndAwait("1");
    }

    @Test
    void shouldInterruptAnEndlessLoop() {
        int cell = notebook.run("print('looping')\nwhile True:\n    pass");
        notebook.awaitOutput(cell, "stdout", "looping");

        notebook.post("interrupt", "");

        notebook.awaitDone(cell, "error");
        notebook.awaitOutput(cell, "error", "KeyboardInterrupt");
        notebook.runAndAwait("1");
    }

    @Test
    void shouldForgetVariablesAndEndWhatRunsAtARestart() {
        notebook.runAndAwait("kept = 'from before'");
        int endless = notebook.run("print(kept)\nwhile True:\n    pass");
        notebook.awaitOutput(endless, "stdout", "from before");

        notebook.post("restart", "");

        notebook.awaitStatus("READY");
        await().atMost(SampleClient.LIMIT).until(() -> !notebook.isBusy());
        assertThat(notebook.output(endless, "done")).isNotEmpty();
        int cell = notebook.run("kept");
        notebook.awaitDone(cell, "error");
        notebook.awaitOutput(cell, "error", "NameError");
    }

    @Test
    void shouldNoticeThatAKernelWasKilledAndStartAnother() {
        int endless = notebook.run("print('looping')\nwhile True:\n    pass");
        notebook.awaitOutput(endless, "stdout", "looping");

        container.signal("KILL");

        notebook.awaitStatus("SILENT");
        assertThat(notebook.state()).contains("has not answered 3 heartbeats");
        assertThat(client.post("/jupyter/run", "1").statusCode()).isEqualTo(409);
        notebook.post("restart", "");
        notebook.awaitStatus("READY");
        notebook.awaitDone(endless, "ended with the kernel");
        notebook.runAndAwait("1");
    }

    @Test
    void shouldNoticeThatAKernelStandsStillAndGoesOn() {
        notebook.runAndAwait("here = 1");

        container.signal("STOP");
        notebook.awaitStatus("SILENT");
        container.signal("CONT");

        notebook.awaitStatus("READY");
        notebook.runAndAwait("here");
    }

    @Test
    void shouldRefuseWhatIsNotSignedWithTheKey() {
        int refusedBefore = notebook.refused();
        int cell = notebook.run("get_ipython().kernel.session.key = b'another'\nprint('forged')");

        await().atMost(SampleClient.LIMIT).until(() -> notebook.refused() > refusedBefore + 2);
        assertThat(notebook.output(cell, "stdout")).isEmpty();
        int unheard = notebook.run("print('refused by the kernel')");
        notebook.post("restart", "");
        notebook.awaitDone(unheard, "ended with the kernel");
        notebook.awaitStatus("READY");
        notebook.runAndAwait("1");
    }

    @Test
    void shouldKeepLittleOfALot() {
        int cell = notebook.runAndAwait("for i in range(300):\n    print(str(i % 10) * 9999)\nprint('last')");

        notebook.awaitOutput(cell, "stdout", "last");
        assertThat(transcript.characters()).isLessThanOrEqualTo(Transcript.MAX_CHARACTERS);
    }

    @Test
    void shouldRefuseCodeThatIsTooLong() {
        assertThat(client.post("/jupyter/run", "#".repeat(100_001)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldRefuseMoreCellsThanMayWait() {
        int asking = notebook.run("input()");
        for (int i = 1; i < Cells.MAX_RUNNING; i++) {
            notebook.run("1");
        }

        assertThat(client.post("/jupyter/run", "1").body()).contains("20 cells run or wait");

        await().atMost(SampleClient.LIMIT).until(() -> notebook.state().contains("\"prompt\":{"));
        notebook.post("input", "");
        notebook.awaitDone(asking, "ok");
        await().atMost(SampleClient.LIMIT).until(() -> !notebook.isBusy());
    }
}
