package io.zmqspring.core.benchmark.runner;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.zeromq.ZMQ;

/** What the figures depend on, and whether the machine is quiet enough to trust them. */
final class Machine {

    private static final double BUSY_LOAD_PER_CPU = 0.25;

    private Machine() {}

    static String describe() {
        return String.join(
                "\n",
                "- machine: " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs, "
                        + System.getProperty("os.arch"),
                "- kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "- libzmq: " + LibzmqProgram.version(),
                "- JeroMQ: " + jeroMqVersion(),
                String.format(Locale.ROOT, "- load average at start: %.2f", load()));
    }

    /** Says on standard error if other programs are running. */
    static void warnIfBusy() {
        if (load() > BUSY_LOAD_PER_CPU * Runtime.getRuntime().availableProcessors()) {
            Progress.tell(String.format(
                    Locale.ROOT,
                    "WARNING: the machine is busy (load average %.2f): do not trust these figures",
                    load()));
        }
    }

    private static double load() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system.getSystemLoadAverage();
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "unknown processor";
        }
        try (var lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }

    private static String jeroMqVersion() {
        try (InputStream properties =
                ZMQ.class.getResourceAsStream("/META-INF/maven/org.zeromq/jeromq/pom.properties")) {
            if (properties == null) {
                return "unknown";
            }
            Properties values = new Properties();
            values.load(properties);
            return values.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
