package io.zmqspring.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this class path in processes of their own. */
final class JavaProcess {

    private JavaProcess() {}

    /**
     * Starts a program. Its errors go to those of this process; its output waits to be read.
     *
     * @param program has a main method
     * @param arguments its arguments
     * @return the process
     * @throws IOException when it cannot be started
     */
    static Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
