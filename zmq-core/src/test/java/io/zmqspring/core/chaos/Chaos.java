package io.zmqspring.core.chaos;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program: starts the JVM under test with little memory and ends it. */
public final class Chaos {

    private static final Duration ENDING = Duration.ofMinutes(4);

    private Chaos() {}

    /** Runs and exits with 0 when nothing was wrong. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        if (List.of(arguments).contains("--help")) {
            System.out.println(ChaosOptions.usage());
            return;
        }
        ChaosOptions options = ChaosOptions.parse(arguments);
        System.exit(options.home() == null ? start(options, Redirect.INHERIT) : new ChaosRun(options).run());
    }

    /**
     * Runs in a JVM of its own.
     *
     * @param options the command line
     * @param output where its output goes
     * @return its exit code: 0 when nothing was wrong
     */
    static int start(ChaosOptions options, Redirect output) throws IOException, InterruptedException {
        System.out.println(
                "chaos: seed " + options.seed() + ", " + options.duration().toSeconds() + " s");
        Path home = Files.createTempDirectory("zmq-chaos");
        try {
            run("mkfifo", home.resolve("hosts").toString());
            Process process = new ProcessBuilder(command(options, home))
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(options.duration().plus(ENDING).toSeconds(), TimeUnit.SECONDS)) {
                System.out.println("chaos: seed " + options.seed() + " does not end");
                run("kill", "-QUIT", Long.toString(process.pid()));
                process.waitFor(5, TimeUnit.SECONDS);
            }
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            int code = process.waitFor();
            System.out.println("chaos: seed " + options.seed() + (code == 0 ? " passed" : " FAILED"));
            return code;
        } finally {
            try (Stream<Path> files = Files.list(home)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(home);
        }
    }

    private static List<String> command(ChaosOptions options, Path home) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djdk.net.hosts.file=" + home.resolve("hosts"),
                "-Dchaos.commit=" + commit(),
                "-cp",
                System.getProperty("java.class.path"),
                Chaos.class.getName(),
                "--under-test=" + home,
                "--seed=" + options.seed(),
                "--seconds=" + options.duration().toSeconds(),
                "--without=" + options.without()));
        if (options.report() != null) {
            command.add("--report=" + options.report());
        }
        return command;
    }

    private static String commit() throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectError(Redirect.DISCARD)
                    .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return git.waitFor() == 0 ? text : "unknown";
        } catch (IOException noGit) {
            return "unknown";
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
