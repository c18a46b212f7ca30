package io.zmqspring.core.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Counts what this process holds: file descriptors, where {@code /proc} tells, and threads by name. */
public final class ProcessResources {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private ProcessResources() {}

    /** {@return whether descriptors can be counted here} */
    public static boolean countsDescriptors() {
        return Files.isDirectory(DESCRIPTORS);
    }

    /** {@return open file descriptors, or 0 where they cannot be counted} */
    public static int descriptors() {
        String[] names = DESCRIPTORS.toFile().list();
        return names == null ? 0 : names.length;
    }

    /** {@return names of live threads that begin with a prefix} */
    public static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
