package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.sample.Python;
import io.zmqspring.sample.SampleApplication;
import io.zmqspring.sample.SampleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A kernel of this machine, as the profile starts it. */
@Timeout(120)
class LocalKernelTest {

    private ConfigurableApplicationContext application;

    @AfterEach
    void close() {
        if (application != null) {
            application.close();
        }
    }

    @Test
    @EnabledIf("io.zmqspring.sample.Python#hasKernel")
    void shouldRunCodeAndLeaveNothingBehind() throws IOException {
        List<String> directoriesBefore = directories();
        run("--sample.jupyter.python=" + Python.with("ipykernel", "python3-ipykernel"));
        awaitStatus(Kernel.Status.READY);
        ProcessHandle process = kernels().get(0);
        application.getBean(Kernel.class).run("while True:\n    pass");
        awaitStatus(Kernel.Status.READY);

        application.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(directories()).isEqualTo(directoriesBefore);
    }

    @Test
    @EnabledIf("io.zmqspring.sample.Python#hasKernel")
    void shouldInterruptByMessageAndSayHowAKernelHasEnded() {
        run(
                "--sample.jupyter.python=" + Python.with("ipykernel", "python3-ipykernel"),
                "--sample.jupyter.interrupt-mode=message");
        awaitStatus(Kernel.Status.READY);
        application.getBean(Kernel.class).run("print('looping')\nwhile True:\n    pass");
        awaitInTranscript("looping\n");

        application.getBean(Kernel.class).interrupt();

        awaitInTranscript("KeyboardInterrupt");
        kernels().get(0).destroyForcibly();
        awaitStatus(Kernel.Status.DEAD);
        assertThat(state().detail()).contains("has ended: exit code 137");
        application.getBean(Kernel.class).restart();
        awaitStatus(Kernel.Status.READY);
    }

    @Test
    void shouldSayWhatToInstallWhenThereIsNoPython() {
        run("--sample.jupyter.python=/no/such/python3");

        awaitStatus(Kernel.Status.DEAD);

        assertThat(state().detail())
                .contains("'/no/such/python3' cannot be started", "apt-get install python3-ipykernel");
    }

    @Test
    void shouldSayWhatToInstallWhenPythonHasNoKernel() {
        run("--sample.jupyter.command=sh,-c,echo No module named ipykernel_launcher; exit 1");

        awaitStatus(Kernel.Status.DEAD);

        assertThat(state().detail())
                .contains("exit code 1, No module named ipykernel_launcher", "apt-get install python3-ipykernel");
    }

    @Test
    void shouldGiveUpAKernelThatDoesNotAnswer() {
        run("--sample.jupyter.command=sleep,100", "--sample.jupyter.start-timeout=200ms");

        awaitStatus(Kernel.Status.DEAD);

        assertThat(state().detail()).contains("has not chosen its ports within PT0.2S: sleep 100");
        await().atMost(SampleClient.LIMIT).until(() -> children("sleep").isEmpty());
    }

    private void run(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--spring.profiles.active=jupyter", "--server.port=0", "--sample.ticking=false"));
        all.addAll(List.of(arguments));
        application = SpringApplication.run(SampleApplication.class, all.toArray(String[]::new));
    }

    private Kernel.State state() {
        return application.getBean(Kernel.class).state();
    }

    private void awaitStatus(Kernel.Status status) {
        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(state().status()).isEqualTo(status));
    }

    private void awaitInTranscript(String text) {
        Transcript transcript = application.getBean(Transcript.class);
        await().atMost(SampleClient.LIMIT)
                .until(() -> transcript.after(0).stream()
                        .anyMatch(entry ->
                                !entry.kind().equals("code") && entry.text().contains(text)));
    }

    private static List<ProcessHandle> kernels() {
        return children("ipykernel_launcher");
    }

    private static List<ProcessHandle> children(String command) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(command))
                .toList();
    }

    private static List<String> directories() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(Path::toString)
                    .filter(path -> path.contains("zmq-sample-kernel-"))
                    .sorted()
                    .toList();
        }
    }
}
