package io.zmqspring.socket;

import io.zmqspring.core.PairSocket;

/** The PAIR view of {@link NamedSocket}. */
final class NamedPairSocket extends NamedSocket implements ZmqNamedSocket, PairSocket {

    NamedPairSocket(SocketLifecycle lifecycle) {
        super(lifecycle);
    }
}
