package io.zmqspring.core.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.Main;

/** Starts JMH with the allocation profiler, and leaves every other setting to the benchmark classes or the caller. */
public final class JmhCommand {

    private static final String QUICK = "--quick";

    private JmhCommand() {}

    /**
     * Runs JMH benchmarks.
     *
     * @param words arguments of JMH; {@code --quick} stands for one short iteration
     * @throws IOException if JMH cannot write what it found
     */
    public static void run(List<String> words) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-prof", "gc"));
        for (String word : words) {
            if (word.equals(QUICK)) {
                arguments.addAll(List.of("-f", "1", "-wi", "1", "-w", "200ms", "-i", "1", "-r", "200ms"));
            } else {
                arguments.add(word);
            }
        }
        Main.main(arguments.toArray(String[]::new));
    }
}
