package io.zmqspring.core.benchmark.engine;

/** Socket that both sends and receives. */
public interface PairEnd extends Inbound, Outbound {}
