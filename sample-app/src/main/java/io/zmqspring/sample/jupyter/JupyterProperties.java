package io.zmqspring.sample.jupyter;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the kernel, {@code sample.jupyter.*}.
 *
 * @param command starts a kernel; {@code {connection_file}} stands for the path of its connection file
 * @param interruptMode how running code is interrupted
 * @param startTimeout longest wait until a kernel answers
 * @param shutdownTimeout longest wait until a kernel ends by itself; then it is killed
 * @param missedHeartbeats so many heartbeats without an answer, one each second, and the kernel counts as dead
 */
@ConfigurationProperties("sample.jupyter")
record JupyterProperties(
        @DefaultValue({"python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"})
        List<String> command,

        @DefaultValue("signal") InterruptMode interruptMode,
        @DefaultValue("30s") Duration startTimeout,
        @DefaultValue("5s") Duration shutdownTimeout,
        @DefaultValue("3") int missedHeartbeats) {

    /** The {@code interrupt_mode} of a kernel. */
    enum InterruptMode {

        /** The signal SIGINT. */
        SIGNAL,

        /** An {@code interrupt_request} over the control socket. */
        MESSAGE
    }
}
