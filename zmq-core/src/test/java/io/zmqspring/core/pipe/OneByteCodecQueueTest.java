package io.zmqspring.core.pipe;

import io.zmqspring.core.support.ToyCodec;

/** Through a cipher, one byte at a time. */
class OneByteCodecQueueTest extends WireQueueContract {

    OneByteCodecQueueTest() {
        super(() -> 1, ToyCodec.streaming(7, 7));
    }

    @Override
    int steps() {
        return 100;
    }
}
