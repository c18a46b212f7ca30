package io.zmqspring.core.soak;

import java.util.List;
import java.util.Locale;

/** The program. It is the process under test itself, so it wants little memory and assertions that are on. */
public final class Soak {

    private Soak() {}

    /** Runs and exits with 0 when nothing was wrong. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        if (List.of(arguments).contains("--help")) {
            System.out.println(SoakOptions.USAGE);
            return;
        }
        SoakOptions options = SoakOptions.parse(arguments);
        System.out.println(
                "soak: seed " + options.seed() + ", " + options.duration().toSeconds() + " s");
        int code = new SoakRun(options).run();
        System.out.println("soak: seed " + options.seed() + (code == 0 ? " passed" : " FAILED"));
        System.exit(code);
    }
}
