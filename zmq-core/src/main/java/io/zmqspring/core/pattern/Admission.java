package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.Pipe;

/** Limits the number of peers of a socket. Any thread; nothing here waits. */
public interface Admission {

    /** Admits any number of peers. */
    Admission ANY = new Admission() {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean admit(Pipe pipe) {
            return true;
        }

        @Override
        public boolean leave(Pipe pipe) {
            return false;
        }
    };

    /** {@return whether one more peer is taken now} */
    boolean isOpen();

    /**
     * Takes a peer.
     *
     * @param pipe to that peer
     * @return whether it is taken
     */
    boolean admit(Pipe pipe);

    /**
     * A peer leaves; may be called again for the same pipe.
     *
     * @param pipe maybe admitted
     * @return whether another peer may be taken that was not before
     */
    boolean leave(Pipe pipe);
}
