package io.zmqspring.socket;

import io.zmqspring.core.PullSocket;

/** The PULL view of {@link NamedSocket}. */
final class NamedPullSocket extends NamedSocket implements ZmqNamedSocket, PullSocket {

    NamedPullSocket(SocketLifecycle lifecycle) {
        super(lifecycle);
    }
}
