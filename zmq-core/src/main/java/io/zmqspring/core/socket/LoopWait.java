package io.zmqspring.core.socket;

import io.zmqspring.core.connection.IoThread;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits of a thread that sleeps until sockets of several contexts have something for it, and leads none of their loops:
 * their I/O threads turn them meanwhile. One thread at a time, except {@link #add} and {@link #remove}.
 */
public final class LoopWait {

    /** As often as it has sockets here. */
    private final List<ContextCore> contexts = new ArrayList<>();

    private volatile ContextCore[] distinct = {};
    private final List<List<IoThread>> entered = new ArrayList<>();

    /** @param socket one more that is waited for */
    public synchronized void add(SocketHalves socket) {
        contexts.add(socket.context());
        distinct = contexts.stream().distinct().toArray(ContextCore[]::new);
    }

    /** @param socket waited for no more */
    public synchronized void remove(SocketHalves socket) {
        contexts.remove(socket.context());
        distinct = contexts.stream().distinct().toArray(ContextCore[]::new);
    }

    /** The thread is about to sleep. */
    public void enter() {
        for (ContextCore context : distinct) {
            List<IoThread> ioThreads = context.ioThreads();
            for (int i = 0; i < ioThreads.size(); i++) {
                ioThreads.get(i).loop().enterWait();
                ioThreads.get(i).loop().ensureTurned();
            }
            entered.add(ioThreads);
        }
    }

    /** The thread is awake. */
    public void leave() {
        for (int i = 0; i < entered.size(); i++) {
            List<IoThread> ioThreads = entered.get(i);
            for (int j = 0; j < ioThreads.size(); j++) {
                ioThreads.get(j).loop().leaveWait();
            }
        }
        entered.clear();
    }
}
