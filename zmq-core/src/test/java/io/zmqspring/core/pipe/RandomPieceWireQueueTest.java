package io.zmqspring.core.pipe;

/** Over a channel that moves pieces of random size. */
class RandomPieceWireQueueTest extends WireQueueContract {

    RandomPieceWireQueueTest() {
        super(new RandomPieces());
    }
}
