package io.zmqspring.integration.dsl;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.channel.PollableZmqChannel;
import io.zmqspring.integration.channel.PublishSubscribeZmqChannel;
import io.zmqspring.integration.channel.ZmqChannel;
import io.zmqspring.integration.inbound.ZmqInboundGateway;
import io.zmqspring.integration.inbound.ZmqMessageProducer;
import io.zmqspring.integration.inbound.ZmqMessageSource;
import io.zmqspring.integration.outbound.ZmqMessageHandler;
import io.zmqspring.integration.outbound.ZmqOutboundGateway;
import io.zmqspring.integration.proxy.ProxyType;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;

/** Creates the specs of our endpoints for use in an {@code IntegrationFlow}. */
public final class Zmq {

    private Zmq() {}

    /**
     * Begins a flow with what a PULL socket of its own receives.
     *
     * @param context creates the socket
     * @return the spec, which needs an endpoint to bind or to connect
     */
    public static ZmqMessageProducerSpec inboundChannelAdapter(ZmqContext context) {
        return new ZmqMessageProducerSpec(new ZmqMessageProducer(context));
    }

    /**
     * Begins a flow with what a socket of its own receives.
     *
     * @param context creates the socket
     * @param type a type that receives
     * @return the spec, which needs an endpoint to bind or to connect
     * @throws IllegalArgumentException when sockets of this type do not receive
     */
    public static ZmqMessageProducerSpec inboundChannelAdapter(ZmqContext context, SocketType type) {
        return new ZmqMessageProducerSpec(new ZmqMessageProducer(context, type));
    }

    /**
     * Begins a flow with what a given socket receives.
     *
     * @param socket a socket that receives, which others open and close
     * @return the spec
     * @throws IllegalArgumentException when the socket does not receive
     */
    public static ZmqMessageProducerSpec inboundChannelAdapter(ZmqSocket socket) {
        return new ZmqMessageProducerSpec(new ZmqMessageProducer(socket));
    }

    /**
     * Gives a poller what a PULL socket of its own receives.
     *
     * @param context creates the socket
     * @return the spec, which needs an endpoint to bind or to connect
     */
    public static ZmqMessageSourceSpec polledInboundChannelAdapter(ZmqContext context) {
        return new ZmqMessageSourceSpec(new ZmqMessageSource(context));
    }

    /**
     * Gives a poller what a socket of its own receives.
     *
     * @param context creates the socket
     * @param type a type that receives
     * @return the spec, which needs an endpoint to bind or to connect
     * @throws IllegalArgumentException when sockets of this type do not receive
     */
    public static ZmqMessageSourceSpec polledInboundChannelAdapter(ZmqContext context, SocketType type) {
        return new ZmqMessageSourceSpec(new ZmqMessageSource(context, type));
    }

    /**
     * Gives a poller what a given socket receives.
     *
     * @param socket a socket that receives, which others open and close
     * @return the spec
     * @throws IllegalArgumentException when the socket does not receive
     */
    public static ZmqMessageSourceSpec polledInboundChannelAdapter(ZmqSocket socket) {
        return new ZmqMessageSourceSpec(new ZmqMessageSource(socket));
    }

    /**
     * Sends through a PUSH socket of its own.
     *
     * @param context creates the socket
     * @return the spec, which needs an endpoint to bind or to connect
     */
    public static ZmqMessageHandlerSpec outboundChannelAdapter(ZmqContext context) {
        return new ZmqMessageHandlerSpec(new ZmqMessageHandler(context));
    }

    /**
     * Sends through a socket of its own.
     *
     * @param context creates the socket
     * @param type a type that sends
     * @return the spec, which needs an endpoint to bind or to connect
     * @throws IllegalArgumentException when sockets of this type do not send
     */
    public static ZmqMessageHandlerSpec outboundChannelAdapter(ZmqContext context, SocketType type) {
        return new ZmqMessageHandlerSpec(new ZmqMessageHandler(context, type));
    }

    /**
     * Sends through a given socket.
     *
     * @param socket a socket that sends, which others open and close
     * @return the spec
     * @throws IllegalArgumentException when the socket does not send
     */
    public static ZmqMessageHandlerSpec outboundChannelAdapter(ZmqSocket socket) {
        return new ZmqMessageHandlerSpec(new ZmqMessageHandler(socket));
    }

    /**
     * Begins a flow with the requests of a REP socket of its own, and replies to them.
     *
     * @param context creates the socket
     * @return the spec, which needs an endpoint to bind or to connect
     */
    public static ZmqInboundGatewaySpec inboundGateway(ZmqContext context) {
        return new ZmqInboundGatewaySpec(new ZmqInboundGateway(context));
    }

    /**
     * Begins a flow with the requests of a socket of its own, and replies to them.
     *
     * @param context creates the socket
     * @param type REP or ROUTER
     * @return the spec, which needs an endpoint to bind or to connect
     * @throws IllegalArgumentException when it is another type
     */
    public static ZmqInboundGatewaySpec inboundGateway(ZmqContext context, SocketType type) {
        return new ZmqInboundGatewaySpec(new ZmqInboundGateway(context, type));
    }

    /**
     * Begins a flow with the requests of a given socket, and replies to them.
     *
     * @param socket a REP or ROUTER, which others open and close
     * @return the spec
     * @throws IllegalArgumentException when it is of another type
     */
    public static ZmqInboundGatewaySpec inboundGateway(ZmqSocket socket) {
        return new ZmqInboundGatewaySpec(new ZmqInboundGateway(socket));
    }

    /**
     * Sends requests over a requester of its own, and goes on with the replies.
     *
     * @param context creates the requester
     * @return the spec, which needs an endpoint to bind or to connect
     */
    public static ZmqOutboundGatewaySpec outboundGateway(ZmqContext context) {
        return new ZmqOutboundGatewaySpec(new ZmqOutboundGateway(context));
    }

    /**
     * Sends requests over a given requester, and goes on with the replies.
     *
     * @param requester others open and close it
     * @return the spec
     */
    public static ZmqOutboundGatewaySpec outboundGateway(ZmqRequester requester) {
        return new ZmqOutboundGatewaySpec(new ZmqOutboundGateway(requester));
    }

    /**
     * Sends requests over a given REQ socket, one after the other, and goes on with the replies.
     *
     * @param socket others open and close it, and nobody else uses it
     * @return the spec
     */
    public static ZmqOutboundGatewaySpec outboundGateway(ReqSocket socket) {
        return new ZmqOutboundGatewaySpec(new ZmqOutboundGateway(socket));
    }

    /**
     * Describes a point-to-point channel.
     *
     * @param context creates its sockets
     * @return the spec, of a channel within the context as long as it has no endpoint and no proxy
     */
    public static ZmqChannelSpec<ZmqChannel> channel(ZmqContext context) {
        return new ZmqChannelSpec<>(new ZmqChannel(context));
    }

    /**
     * Describes a publish-subscribe channel.
     *
     * @param context creates its sockets
     * @return the spec, of a channel within the context as long as it has no endpoint and no proxy
     */
    public static ZmqChannelSpec<PublishSubscribeZmqChannel> publishSubscribeChannel(ZmqContext context) {
        return new ZmqChannelSpec<>(new PublishSubscribeZmqChannel(context));
    }

    /**
     * Describes a point-to-point channel from which pollers take messages.
     *
     * @param context makes its sockets
     * @return the spec, of a channel within the context as long as it has no endpoint and no proxy
     */
    public static PollableZmqChannelSpec pollableChannel(ZmqContext context) {
        return new PollableZmqChannelSpec(new PollableZmqChannel(context));
    }

    /**
     * Describes a proxy between two sockets of its own.
     *
     * @param context creates the sockets
     * @param type their types
     * @return the spec, which needs endpoints of both sides
     */
    public static ZmqProxySpec proxy(ZmqContext context, ProxyType type) {
        return new ZmqProxySpec(new ZmqProxyEndpoint(context, type));
    }

    /**
     * Describes a proxy between two given sockets.
     *
     * @param frontend one socket, which others open and close
     * @param backend the other
     * @return the spec
     */
    public static ZmqProxySpec proxy(ZmqSocket frontend, ZmqSocket backend) {
        return new ZmqProxySpec(new ZmqProxyEndpoint(frontend, backend));
    }
}
