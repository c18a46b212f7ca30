package io.zmqspring.socket;

import io.zmqspring.core.PushSocket;

/** The PUSH view of {@link NamedSocket}. */
final class NamedPushSocket extends NamedSocket implements ZmqNamedSocket, PushSocket {

    NamedPushSocket(SocketLifecycle lifecycle) {
        super(lifecycle);
    }
}
