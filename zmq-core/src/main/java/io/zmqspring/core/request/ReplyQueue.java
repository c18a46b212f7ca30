package io.zmqspring.core.request;

import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pipe.Pipe;

/** Takes one reply of each peer in turn, and says which peer it is of. */
final class ReplyQueue extends FairQueue {

    /** {@return the peer whose reply is being received; under the receive lock} */
    Pipe sender() {
        return current();
    }
}
