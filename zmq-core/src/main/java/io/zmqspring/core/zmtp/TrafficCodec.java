package io.zmqspring.core.zmtp;

/**
 * Format of the traffic of one connection on its channel, where that is not plain frames of ZMTP 3: encrypted, or in
 * the frames of another protocol. Queues hold frames of ZMTP 3 only. Of no use to a second connection.
 *
 * @param decoder of what the peer sends
 * @param encoder of what is sent to the peer
 */
public record TrafficCodec(FrameDecoder decoder, FrameEncoder encoder) {}
