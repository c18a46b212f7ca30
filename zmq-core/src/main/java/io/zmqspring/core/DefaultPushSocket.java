package io.zmqspring.core;

import io.zmqspring.core.engine.SocketCore;

/** The PUSH view of {@link DefaultSocket}. */
final class DefaultPushSocket extends DefaultSocket implements PushSocket {

    DefaultPushSocket(ZmqContext context, SocketCore core) {
        super(context, core);
    }
}
