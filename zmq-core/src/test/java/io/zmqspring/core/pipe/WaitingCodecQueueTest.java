package io.zmqspring.core.pipe;

import io.zmqspring.core.support.ToyCodec;

/** Through a cipher that waits for whole frames, in pieces of random size. */
class WaitingCodecQueueTest extends WireQueueContract {

    WaitingCodecQueueTest() {
        super(new RandomPieces(), ToyCodec.waiting(7, 7));
    }
}
