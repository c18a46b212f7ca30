package io.zmqspring.core.chaos;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Takes what the engine logs: a warning that no fault of ours explains is a violation. */
public final class EngineLog extends Handler {

    private static final Logger ROOT = Logger.getLogger("");

    private final Verdicts verdicts;

    private EngineLog(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    /** Begins. */
    public static void watch(Verdicts verdicts) {
        LogManager.getLogManager().reset();
        ROOT.addHandler(new EngineLog(verdicts));
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() < Level.WARNING.intValue() || entry.getThrown() instanceof ChaosException) {
            return;
        }
        StringBuilder text = new StringBuilder(entry.getMessage());
        for (Throwable cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
            text.append("; ").append(cause);
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(8, frames.length); i++) {
                text.append(" at ").append(frames[i]);
            }
        }
        verdicts.violated("logged", text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
