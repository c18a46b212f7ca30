package io.zmqspring.core.pipe;

/** Over a channel that moves pieces as large as they come. */
class WholePieceWireQueueTest extends WireQueueContract {

    WholePieceWireQueueTest() {
        super(() -> Integer.MAX_VALUE);
    }
}
