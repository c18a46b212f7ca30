package io.zmqspring.integration.support;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketType;
import org.springframework.messaging.Message;

/**
 * Maps what the socket of an endpoint receives: the envelope and the peer become headers, the frames behind the
 * envelope the payload. Any thread.
 */
public final class InboundMapping {

    private final SocketType type;
    private final Envelope envelope;
    private final String socketName;
    private final boolean unwrapTopic;
    private final ZmqMessageMapper mapper;

    /**
     * Creates the mapping.
     *
     * @param socket of the endpoint
     * @param endpointName names a socket that has no name of its own
     * @param unwrapTopic whether an empty frame behind the topic is no part of the payload
     * @param mapper maps what stands behind the envelope
     */
    public InboundMapping(AdapterSocket socket, String endpointName, boolean unwrapTopic, ZmqMessageMapper mapper) {
        this.type = socket.type();
        this.envelope = socket.envelope();
        this.socketName = socket.name(endpointName);
        this.unwrapTopic = unwrapTopic;
        this.mapper = mapper;
    }

    /** {@return what stands ahead of the payload} */
    public Envelope envelope() {
        return envelope;
    }

    /**
     * Gives what an endpoint knows about a message.
     *
     * @param received the message as it was received
     * @return its headers by the names of {@link ZmqHeaders}, for one message
     */
    public EndpointHeaders headers(ZmqMessage received) {
        EndpointHeaders headers = new EndpointHeaders();
        headers.set(ZmqHeaders.SOCKET_TYPE, type);
        headers.set(ZmqHeaders.FRAME_COUNT, received.frameCount());
        headers.set(ZmqHeaders.RECEIVED_SOCKET, socketName);
        ZmqPeer peer = received.peer();
        if (peer != null) {
            headers.set(ZmqHeaders.PEER, peer);
            headers.set(ZmqHeaders.PEER_ADDRESS, peer.address());
        }
        if (envelope != Envelope.NONE) {
            EnvelopeHeaders.read(envelope, received, headers::set);
        }
        return headers;
    }

    /**
     * Maps a message.
     *
     * @param received the message as it was received
     * @param headers what {@link #headers} has given, and what else the endpoint adds
     * @return the message for the flow
     * @throws org.springframework.messaging.converter.MessageConversionException when it cannot be mapped
     */
    public Message<?> toMessage(ZmqMessage received, EndpointHeaders headers) {
        ZmqMessage payload = envelope.payload(received);
        if (unwrapTopic && envelope == Envelope.TOPIC && payload.frameCount() > 1 && payload.frame(0).length == 0) {
            payload = payload.slice(1, payload.frameCount());
        }
        return mapper.toMessage(payload, headers);
    }
}
