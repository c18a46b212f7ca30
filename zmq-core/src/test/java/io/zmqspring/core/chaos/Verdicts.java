package io.zmqspring.core.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What was wrong. Any thread. */
public final class Verdicts {

    private static final int MAX_KEPT_PER_KIND = 20;

    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicBoolean fatal = new AtomicBoolean();
    private final long startNs = System.nanoTime();
    private final String program;
    private final Consumer<String> onFatal;

    /**
     * Creates them without a violation.
     *
     * @param program whose name begins each line
     * @param onFatal called once with the stacks of all threads when going on makes no sense
     */
    public Verdicts(String program, Consumer<String> onFatal) {
        this.program = program;
        this.onFatal = onFatal;
    }

    public void violated(String kind, String text) {
        long count = counts.computeIfAbsent(kind, name -> new AtomicLong()).incrementAndGet();
        if (count <= MAX_KEPT_PER_KIND) {
            String line = "%.1f s, %s: %s: %s"
                    .formatted(
                            (System.nanoTime() - startNs) / 1e9,
                            Thread.currentThread().getName(),
                            kind,
                            text);
            texts.add(line);
            System.out.println(program + ": VIOLATION at " + line);
        }
    }

    public void fatal(String text) {
        if (fatal.compareAndSet(false, true)) {
            violated("hang", text);
            onFatal.accept(stacks());
        }
    }

    public boolean isClean() {
        return counts.isEmpty();
    }

    public Map<String, AtomicLong> counts() {
        return new TreeMap<>(counts);
    }

    public List<String> texts() {
        return texts;
    }

    private static String stacks() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            text.append('"').append(thread.getName()).append("\" ").append(thread.getState());
            text.append('\n');
            for (StackTraceElement frame : frames) {
                text.append("    at ").append(frame).append('\n');
            }
        });
        return text.toString();
    }
}
