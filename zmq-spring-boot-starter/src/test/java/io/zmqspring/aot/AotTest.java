package io.zmqspring.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

/** An application processed ahead of time, compiled and run in a JVM of its own. */
@Timeout(180)
class AotTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path directory;

    @Test
    void shouldRunProcessedAheadOfTime() throws IOException, InterruptedException {
        process();
        compile();

        assertThat(run())
                .contains("received Order[what=apples, count=42], asked for Price[symbol=EUR, cents=110], proxy true,"
                        + " bean true");
        assertThat(metadata())
                .contains("AotApplication$Order", "AotApplication$Price", "AotApplication$Prices")
                .contains("AotApplication$Listeners");
    }

    private void process() {
        Settings settings = Settings.builder()
                .sourceOutput(directory.resolve("sources"))
                .resourceOutput(directory.resolve("resources"))
                .classOutput(directory.resolve("classes"))
                .groupId("io.zmqspring")
                .artifactId("aot-test")
                .build();
        new SpringApplicationAotProcessor(AotApplication.class, settings, new String[0]).process();
    }

    private void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-proc:none", "-d", directory.resolve("classes").toString(), "-classpath", classPath());
            Boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(filesIn("sources", ".java")))
                    .call();
            assertThat(compiled).isTrue();
        }
    }

    private String run() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dspring.aot.enabled=true",
                        "-classpath",
                        classPath(),
                        AotApplication.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        process.destroyForcibly();
        String output = Files.readString(log);
        assertThat(ended).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private String metadata() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : filesIn("resources", ".json")) {
            all.append(Files.readString(file));
        }
        return all.toString();
    }

    private String classPath() {
        return directory.resolve("classes")
                + File.pathSeparator
                + directory.resolve("resources")
                + File.pathSeparator
                + CLASS_PATH;
    }

    private List<Path> filesIn(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(suffix)).toList());
        }
    }
}
