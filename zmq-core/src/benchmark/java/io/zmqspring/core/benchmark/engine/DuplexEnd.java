package io.zmqspring.core.benchmark.engine;

/** Socket that both sends and receives. */
public interface DuplexEnd extends Inbound, Outbound {

    @Override
    void close() throws Exception;
}
