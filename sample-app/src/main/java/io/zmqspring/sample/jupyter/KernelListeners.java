package io.zmqspring.sample.jupyter;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.message.ZmqMessage;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Receives what the kernel sends. What is not signed with its key is refused: counted here and by the listener, and
 * logged by the listener's error handler.
 */
@Component
@JupyterProfile
class KernelListeners {

    private final AtomicLong refused = new AtomicLong();
    private final WireProtocol wire;
    private final Cells cells;
    private final Readiness readiness;

    KernelListeners(WireProtocol wire, Cells cells, Readiness readiness) {
        this.wire = wire;
        this.cells = cells;
        this.readiness = readiness;
    }

    @ZmqListener(id = "kernel-shell-listener", socket = "kernel-shell")
    void onShell(ZmqMessage frames) {
        KernelMessage message = read(frames);
        readiness.onShell(message);
        cells.onShell(message);
    }

    @ZmqListener(id = "kernel-iopub-listener", socket = "kernel-iopub")
    void onIopub(ZmqMessage frames) {
        KernelMessage message = read(frames);
        readiness.onIopub(message);
        cells.onIopub(message);
    }

    @ZmqListener(id = "kernel-stdin-listener", socket = "kernel-stdin")
    void onStdin(ZmqMessage frames) {
        cells.onStdin(read(frames));
    }

    /** Replies to an interrupt and a shutdown: their effects are seen elsewhere. */
    @ZmqListener(id = "kernel-control-listener", socket = "kernel-control")
    void onControl(ZmqMessage frames) {
        read(frames);
    }

    private KernelMessage read(ZmqMessage frames) {
        try {
            return wire.read(frames);
        } catch (RefusedMessageException notOfTheKernel) {
            refused.incrementAndGet();
            throw notOfTheKernel;
        }
    }

    /** {@return how many messages were refused} */
    long refused() {
        return refused.get();
    }
}
