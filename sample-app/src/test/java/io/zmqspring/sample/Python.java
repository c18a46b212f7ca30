package io.zmqspring.sample;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python of this machine. Where it is missing, a test is skipped, or fails when the environment says {@code
 * ZMQ_PYTHON_REQUIRED=true}.
 */
public final class Python {

    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private Python() {}

    /** {@return one that has a module; without one the test is skipped or fails} */
    public static String with(String module, String debianPackage) {
        Optional<String> python = find(module);
        if (python.isEmpty()) {
            String reason = "no Python with " + module + ": on Debian, apt-get install " + debianPackage;
            if (isRequired()) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return python.orElseThrow();
    }

    /** {@return whether a test that needs ipykernel is to run, for {@code @EnabledIf}} */
    public static boolean hasKernel() {
        return isRequired() || find("ipykernel").isPresent();
    }

    private static boolean isRequired() {
        return Boolean.parseBoolean(System.getenv("ZMQ_PYTHON_REQUIRED"));
    }

    private static Optional<String> find(String module) {
        return PYTHONS.stream().filter(python -> has(python, module)).findFirst();
    }

    private static boolean has(String python, String module) {
        try {
            return new ProcessBuilder(python, "-c", "import " + module)
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
