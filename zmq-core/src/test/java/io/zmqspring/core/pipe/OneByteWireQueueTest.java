package io.zmqspring.core.pipe;

/** Over a channel that moves pieces one byte at a time. */
class OneByteWireQueueTest extends WireQueueContract {

    OneByteWireQueueTest() {
        super(() -> 1);
    }

    @Override
    int steps() {
        return 100;
    }
}
