package io.zmqspring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/** One named proxy. */
public final class ZmqProxyProperties {

    /** Name of the socket on one side, such as a ROUTER, XSUB or PULL. */
    private @Nullable String frontend;

    /** Name of the socket on the other side, such as a DEALER, XPUB or PUSH. */
    private @Nullable String backend;

    /** Name of a socket that gets a copy of each message; by default there is none. */
    private @Nullable String capture;

    /** Name of a PAIR, REP, PULL or SUB that takes the commands of libzmq's proxy; by default there is none. */
    private @Nullable String control;

    /** Whether the proxy starts with the application. */
    private boolean autoStartup = true;

    public @Nullable String getFrontend() {
        return frontend;
    }

    public void setFrontend(@Nullable String frontend) {
        this.frontend = frontend;
    }

    public @Nullable String getBackend() {
        return backend;
    }

    public void setBackend(@Nullable String backend) {
        this.backend = backend;
    }

    public @Nullable String getCapture() {
        return capture;
    }

    public void setCapture(@Nullable String capture) {
        this.capture = capture;
    }

    public @Nullable String getControl() {
        return control;
    }

    public void setControl(@Nullable String control) {
        this.control = control;
    }

    public boolean isAutoStartup() {
        return autoStartup;
    }

    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }
}
