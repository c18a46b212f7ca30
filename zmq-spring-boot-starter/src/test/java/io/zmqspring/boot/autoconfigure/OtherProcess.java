package io.zmqspring.boot.autoconfigure;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An application in a JVM of its own. */
record OtherProcess(Process process, BufferedReader output) implements AutoCloseable {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    static OtherProcess of(Class<?> application, String... arguments) throws IOException {
        return start(CLASS_PATH, application, arguments);
    }

    /** Starts it without the libraries whose file names begin so. */
    static OtherProcess without(String library, Class<?> application, String... arguments) throws IOException {
        String classPath = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(library))
                .collect(joining(File.pathSeparator));
        assertThat(classPath).isNotEqualTo(CLASS_PATH);
        return start(classPath, application, arguments);
    }

    private static OtherProcess start(String classPath, Class<?> application, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                application.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new OtherProcess(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** {@return what follows the text in the next line that begins with it} */
    String lineAfter(String beginning) throws IOException {
        StringBuilder seen = new StringBuilder();
        @Nullable String line;
        do {
            line = output.readLine();
            seen.append(line).append('\n');
        } while (line != null && !line.startsWith(beginning));
        assertThat(line)
                .as("line that begins with '%s' in: %s", beginning, seen)
                .isNotNull();
        return line.substring(beginning.length());
    }

    /** {@return what it writes until it ends, within a minute} */
    String rest() throws Exception {
        return CompletableFuture.supplyAsync(() -> output.lines().collect(joining("\n")))
                .get(60, TimeUnit.SECONDS);
    }

    /** Does what a terminal does at Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("process has ended")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
