package io.zmqspring.core;

import io.zmqspring.core.engine.SocketCore;

/** The PAIR view of {@link DefaultSocket}. */
final class DefaultPairSocket extends DefaultSocket implements PairSocket {

    DefaultPairSocket(SocketCore core) {
        super(core);
    }
}
