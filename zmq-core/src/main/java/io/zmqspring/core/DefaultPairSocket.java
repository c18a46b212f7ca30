package io.zmqspring.core;

import io.zmqspring.core.engine.SocketCore;

/** The PAIR view of {@link DefaultSocket}. */
final class DefaultPairSocket extends DefaultSocket implements PairSocket {

    DefaultPairSocket(ZmqContext context, SocketCore core) {
        super(context, core);
    }
}
