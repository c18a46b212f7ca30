package io.zmqspring.core.pipe;

import io.zmqspring.core.zmtp.Zmtp1Codec;

/** Through the frames of ZMTP 1.0, in pieces of random size. */
class Zmtp1CodecQueueTest extends WireQueueContract {

    Zmtp1CodecQueueTest() {
        super(new RandomPieces(), Zmtp1Codec.create());
    }
}
