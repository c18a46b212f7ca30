package io.zmqspring.sample.jupyter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What was run and what came of it, the latest of it: at most 2,000 entries and 200,000 characters, and of one entry
 * the first and last 20,000. The oldest goes first. Any thread may call any method.
 */
@Component
@JupyterProfile
class Transcript {

    static final int MAX_ENTRIES = 2_000;
    static final int MAX_CHARACTERS = 200_000;
    static final int MAX_ENTRY_CHARACTERS = 40_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private int characters;
    private long last;

    /**
     * A piece.
     *
     * @param number counts all that there ever were, from 1
     * @param cell the cell it belongs to, or 0
     * @param kind {@code code}, {@code stdout}, {@code stderr}, {@code result}, {@code error}, {@code input},
     *     {@code done} or {@code note}
     * @param text its text
     */
    record Entry(long number, long cell, String kind, String text) {}

    /** Adds a piece, then calls the listeners. */
    void add(long cell, String kind, String text) {
        List<Runnable> called;
        synchronized (this) {
            String kept = shortened(text);
            entries.addLast(new Entry(++last, cell, kind, kept));
            characters += kept.length();
            while (entries.size() > MAX_ENTRIES || characters > MAX_CHARACTERS) {
                characters -= entries.removeFirst().text().length();
            }
            called = List.copyOf(listeners);
        }
        called.forEach(Runnable::run);
    }

    private static String shortened(String text) {
        int surplus = text.length() - MAX_ENTRY_CHARACTERS;
        return surplus <= 0
                ? text
                : text.substring(0, MAX_ENTRY_CHARACTERS / 2) + "\n… " + surplus + " characters are left out …\n"
                        + text.substring(text.length() - MAX_ENTRY_CHARACTERS / 2);
    }

    /** {@return those kept whose number is larger, oldest first} */
    synchronized List<Entry> after(long number) {
        return entries.stream().filter(entry -> entry.number() > number).toList();
    }

    /** {@return how many characters it holds} */
    synchronized int characters() {
        return characters;
    }

    /** @param listener called after each addition, by the thread that has added; it must not wait */
    synchronized void addListener(Runnable listener) {
        listeners.add(listener);
    }
}
