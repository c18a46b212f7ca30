package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.Pipe;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Takes one peer at a time (31/EXPAIR). */
public final class ExclusivePeer implements Admission {

    private final AtomicReference<@Nullable Pipe> peer = new AtomicReference<>();

    @Override
    public boolean isOpen() {
        return peer.get() == null;
    }

    @Override
    public boolean admit(Pipe pipe) {
        return peer.compareAndSet(null, pipe);
    }

    @Override
    public boolean leave(Pipe pipe) {
        return peer.compareAndSet(pipe, null);
    }
}
