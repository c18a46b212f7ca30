package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.engine.Engines;
import io.zmqspring.core.benchmark.role.Roles;
import io.zmqspring.core.benchmark.workload.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An engine with the settings that are its own, such as the API it is used through.
 *
 * @param label in tables
 * @param engine by name
 * @param arguments put over those of the work
 */
record Contender(String label, String engine, Arguments arguments) {

    static final String LIBZMQ = "libzmq";
    static final String JEROMQ = "jeromq";
    static final String OURS = "ours";
    static final String BARE = Engines.BARE;

    private static final String MAIN = "io.zmqspring.core.benchmark.Benchmarks";

    /**
     * Reads a contender: an engine, and behind each {@code +} an API or a wait strategy of ours, as in
     * {@code ours+handler+busy-spin}, or what replies to our requester.
     */
    static Contender parse(String text) {
        String[] words = text.split("\\+");
        Arguments arguments = Arguments.none();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            arguments = switch (word) {
                case "bytes", "buffer", "handler" -> arguments.with("api", word);
                case "router", "responder" -> arguments.with("requests", word);
                case "park", "spin-then-park", "busy-spin" -> arguments.with("wait", word);
                default ->
                    throw new IllegalArgumentException("unknown API, wait strategy or server: " + word + " in " + text);
            };
        }
        if (!List.of(OURS, JEROMQ, LIBZMQ, BARE).contains(words[0])) {
            throw new IllegalArgumentException("unknown engine: " + words[0] + "; known=[ours, jeromq, libzmq, bare]");
        }
        return new Contender(text, words[0], arguments);
    }

    static List<Contender> parseAll(List<String> texts) {
        return texts.stream().map(Contender::parse).toList();
    }

    Contender with(String suffix, String name, Object value) {
        return new Contender(label + suffix, engine, arguments.with(name, value));
    }

    boolean isBare() {
        return engine.equals(BARE);
    }

    /** Why it cannot take part, if so. */
    Optional<String> whySkipped() {
        return engine.equals(LIBZMQ) && LibzmqProgram.path().isEmpty()
                ? Optional.of(LibzmqProgram.whySkipped())
                : Optional.empty();
    }

    /** The command line of one of its processes. */
    List<String> command(String role, Arguments of) {
        List<String> command = new ArrayList<>();
        if (engine.equals(LIBZMQ)) {
            command.add(LibzmqProgram.path().orElseThrow());
            command.add(role);
        } else {
            command.addAll(jvm(of));
            command.addAll(List.of("role", role));
        }
        command.addAll(of.with("engine", engine).words());
        return command;
    }

    /** The command line of a process that belongs to no engine. */
    static List<String> withoutEngine(String role, Arguments of) {
        List<String> command = new ArrayList<>(jvm(of));
        command.addAll(List.of("role", role));
        command.addAll(of.words());
        return command;
    }

    /** The command line of a process that takes a part of a core beside the measured engine. */
    static List<String> partialLoad(Arguments of) {
        List<String> command = new ArrayList<>(jvm(Arguments.none()));
        command.addAll(List.of("role", Roles.PARTIAL_LOAD));
        command.addAll(of.words());
        return command;
    }

    private static List<String> jvm(Arguments of) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (of.has("jvm-flags")) {
            command.addAll(List.of(of.text("jvm-flags").split(" ")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        return command;
    }
}
