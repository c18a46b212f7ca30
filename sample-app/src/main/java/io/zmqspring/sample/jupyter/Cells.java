package io.zmqspring.sample.jupyter;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Pieces of code that run or wait for their turn, and what the kernel says of them, which goes to the transcript. Any
 * thread may call any method.
 */
@Component
@JupyterProfile
class Cells {

    static final int MAX_RUNNING = 20;

    /** What is printed after the reply still belongs to its cell. */
    private static final int MAX_REMEMBERED = 200;

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

    private final Map<String, Instant> running = new LinkedHashMap<>();
    private final Map<String, Long> numbers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    private final KernelClient client;
    private final Transcript transcript;
    private long count;
    private @Nullable KernelMessage question;

    Cells(KernelClient client, Transcript transcript) {
        this.client = client;
        this.transcript = transcript;
    }

    /**
     * A line that running code wants typed.
     *
     * @param prompt what it asks
     * @param password whether the line is not to be shown
     */
    record Prompt(String prompt, boolean password) {}

    /**
     * Has code run after that which runs now.
     *
     * @return the number of its cell
     * @throws KernelException when too many wait, or the kernel takes nothing
     */
    synchronized long run(String code) {
        if (running.size() >= MAX_RUNNING) {
            throw new KernelException(running.size() + " cells run or wait, which is the most.");
        }
        KernelMessage request = client.request(
                "execute_request",
                client.content()
                        .put("code", code)
                        .put("silent", false)
                        .put("store_history", true)
                        .put("allow_stdin", true)
                        .put("stop_on_error", true)
                        .set("user_expressions", client.content()));
        client.send(Channel.SHELL, request);
        numbers.put(request.id(), ++count);
        running.put(request.id(), Instant.now());
        transcript.add(count, "code", code);
        return count;
    }

    /**
     * Types a line for code that waits for one.
     *
     * @throws KernelException when none does, or the kernel takes nothing
     */
    synchronized void answer(String line) {
        KernelMessage asked = question;
        if (asked == null) {
            throw new KernelException("No code waits for a line.");
        }
        client.send(
                Channel.STDIN,
                client.reply("input_reply", asked, client.content().put("value", line)));
        question = null;
        boolean secret = asked.content().path("password").asBoolean(false);
        transcript.add(numberOf(asked), "input", asked.text("prompt") + (secret ? "…" : line) + "\n");
    }

    /** Ends all cells, since their kernel has gone. */
    synchronized void abandon(String why) {
        question = null;
        running.keySet().forEach(id -> transcript.add(numberOf(id), "done", why));
        running.clear();
    }

    /** {@return whether code runs or waits for its turn} */
    synchronized boolean isBusy() {
        return !running.isEmpty();
    }

    /** {@return what running code asks for, or {@code null}} */
    synchronized @Nullable Prompt prompt() {
        KernelMessage asked = question;
        return asked == null
                ? null
                : new Prompt(
                        asked.text("prompt"), asked.content().path("password").asBoolean(false));
    }

    synchronized void onShell(KernelMessage reply) {
        Instant begun = running.remove(reply.parentId());
        if (begun != null) {
            if (question != null && question.parentId().equals(reply.parentId())) {
                question = null;
            }
            double seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
            transcript.add(
                    numberOf(reply),
                    "done",
                    String.format(Locale.ROOT, "%s after %.1f s", reply.text("status"), seconds));
        }
    }

    synchronized void onIopub(KernelMessage message) {
        long cell = numberOf(message);
        switch (message.type()) {
            case "stream" -> transcript.add(cell, streamOf(message), plain(message.text("text")));
            case "execute_result" -> transcript.add(cell, "result", textOf(message) + "\n");
            case "display_data" -> transcript.add(cell, "stdout", textOf(message) + "\n");
            case "error" -> transcript.add(cell, "error", traceback(message) + "\n");
            default -> {} // A client ignores what it does not know: the protocol grows.
        }
    }

    synchronized void onStdin(KernelMessage request) {
        if (request.type().equals("input_request")) {
            question = request;
            transcript.add(numberOf(request), "prompt", request.text("prompt"));
        }
    }

    private long numberOf(KernelMessage message) {
        return numberOf(message.parentId());
    }

    private long numberOf(String request) {
        return numbers.getOrDefault(request, 0L);
    }

    private static String streamOf(KernelMessage message) {
        return message.text("name").equals("stderr") ? "stderr" : "stdout";
    }

    /** {@return the text of something that may also come as a picture or a table} */
    private static String textOf(KernelMessage message) {
        return plain(message.content().path("data").path("text/plain").asString(""));
    }

    private static String traceback(KernelMessage message) {
        JsonNode lines = message.content().path("traceback");
        String all = StreamSupport.stream(lines.spliterator(), false)
                .map(line -> line.asString(""))
                .collect(Collectors.joining("\n"));
        return plain(all.isEmpty() ? message.text("ename") + ": " + message.text("evalue") : all);
    }

    private static String plain(String text) {
        return COLOURS.matcher(text).replaceAll("");
    }
}
