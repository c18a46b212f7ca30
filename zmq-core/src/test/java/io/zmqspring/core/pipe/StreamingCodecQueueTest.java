package io.zmqspring.core.pipe;

import io.zmqspring.core.support.ToyCodec;

/** Through a cipher that decodes frames as they arrive, in pieces of random size. */
class StreamingCodecQueueTest extends WireQueueContract {

    StreamingCodecQueueTest() {
        super(new RandomPieces(), ToyCodec.streaming(7, 7));
    }
}
