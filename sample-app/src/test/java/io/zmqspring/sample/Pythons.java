package io.zmqspring.sample;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A Python that has pyzmq. */
public final class Pythons {

    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private Pythons() {}

    /**
     * Looks for one; where there is none the test is skipped, or with {@code ZMQ_PYTHON_REQUIRED} fails.
     *
     * @return its command
     */
    public static String withZmq() {
        Optional<String> python = PYTHONS.stream().filter(Pythons::hasZmq).findFirst();
        if (python.isEmpty()) {
            String reason = "no Python with pyzmq: on Debian, apt-get install python3-zmq";
            if (Boolean.parseBoolean(System.getenv("ZMQ_PYTHON_REQUIRED"))) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return python.orElseThrow();
    }

    private static boolean hasZmq(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import zmq")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
