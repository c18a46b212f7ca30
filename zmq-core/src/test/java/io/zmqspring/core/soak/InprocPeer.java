package io.zmqspring.core.soak;

import java.util.EnumMap;
import java.util.Map;

/** A peer whose sockets are in our own context; each can be closed and made again. Any thread. */
final class InprocPeer implements Peer {

    private final Ends ends;
    private final Doors doors;
    private final Ledger ledger;
    private final Sink sink;
    private final Map<Lane, End> open = new EnumMap<>(Lane.class);

    InprocPeer(Ends ends, Doors doors, Ledger ledger) {
        this.ends = ends;
        this.doors = doors;
        this.ledger = ledger;
        this.sink = ledger.sink(Kind.INPROC, false);
    }

    @Override
    public Kind kind() {
        return Kind.INPROC;
    }

    @Override
    public synchronized void start() {
        for (Lane lane : Lane.values()) {
            open(lane);
        }
    }

    /** Makes a socket. */
    synchronized void open(Lane lane) {
        int owner = doors.newOwner(Kind.INPROC);
        End end = ends.theirs(lane, lane.stream(owner), sink);
        open.put(lane, end);
        String endpoint = doors.forPeer(lane, Kind.INPROC);
        if (lane.weBind()) {
            end.socket().connect(endpoint);
        } else {
            end.socket().bind(endpoint);
        }
        end.start();
    }

    /** Closes a socket. */
    synchronized void close(Lane lane) {
        End end = open.remove(lane);
        if (end != null) {
            end.close();
            settle(end);
        }
    }

    private void settle(End end) {
        ledger.counted(end.lane(), end.sent(), end.received());
        if (!end.fault().isEmpty()) {
            ledger.violated("counter", end.lane() + " INPROC: " + end.fault());
        }
    }

    @Override
    public synchronized void mute() {
        open.values().forEach(End::mute);
    }

    @Override
    public synchronized void finish() {
        for (Lane lane : Lane.values()) {
            close(lane);
        }
    }
}
