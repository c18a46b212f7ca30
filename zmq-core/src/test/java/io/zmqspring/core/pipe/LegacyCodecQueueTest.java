package io.zmqspring.core.pipe;

import io.zmqspring.core.support.LegacyCodec;

/** Through the frames of ZMTP 1.0, in pieces of random size. */
class LegacyCodecQueueTest extends WireQueueContract {

    LegacyCodecQueueTest() {
        super(new RandomPieces(), LegacyCodec.create());
    }
}
