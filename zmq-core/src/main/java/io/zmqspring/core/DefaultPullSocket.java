package io.zmqspring.core;

import io.zmqspring.core.engine.SocketCore;

/** The PULL view of {@link DefaultSocket}. */
final class DefaultPullSocket extends DefaultSocket implements PullSocket {

    DefaultPullSocket(ZmqContext context, SocketCore core) {
        super(context, core);
    }
}
