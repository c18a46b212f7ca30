package io.zmqspring.integration.channel;

import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.proxy.ZmqProxyEndpoint;
import io.zmqspring.integration.support.AdapterSocket;
import io.zmqspring.integration.support.DefaultZmqHeaderMapper;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.support.context.NamedComponent;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * The two sockets of a channel, and where they bind and connect. Set up by one thread; {@link #prepare} is called under
 * the lock of the channel ahead of each start.
 */
public final class ChannelSockets {

    private static final String ANY_HOST = "tcp://0.0.0.0:";
    private static final String ANY_HOST_6 = "tcp://[::]:";

    private final ZmqContext context;
    private final SocketType sendingType;
    private final SocketType receivingType;
    private List<String> sendBind = List.of();
    private List<String> sendConnect = List.of();
    private List<String> receiveBind = List.of();
    private List<String> receiveConnect = List.of();
    private SocketOptions sendOptions = SocketOptions.defaults();
    private SocketOptions receiveOptions = SocketOptions.defaults();
    private @Nullable ZmqProxyEndpoint proxy;

    @SuppressWarnings("NullAway.Init")
    private AdapterSocket sending;

    @SuppressWarnings("NullAway.Init")
    private AdapterSocket receiving;

    /** Sockets of these types when they are not within the context. */
    ChannelSockets(ZmqContext context, SocketType sendingType, SocketType receivingType) {
        this.context = context;
        this.sendingType = sendingType;
        this.receivingType = receivingType;
    }

    void setSendBind(String... endpoints) {
        this.sendBind = List.of(endpoints);
    }

    void setSendConnect(String... endpoints) {
        this.sendConnect = List.of(endpoints);
    }

    void setReceiveBind(String... endpoints) {
        this.receiveBind = List.of(endpoints);
    }

    void setReceiveConnect(String... endpoints) {
        this.receiveConnect = List.of(endpoints);
    }

    void setSendOptions(SocketOptions options) {
        this.sendOptions = options;
    }

    void setReceiveOptions(SocketOptions options) {
        this.receiveOptions = options;
    }

    void setProxy(@Nullable ZmqProxyEndpoint through) {
        this.proxy = through;
    }

    /** Takes {@code tcp://host:frontend-port:backend-port} of a proxy. */
    void setConnectUrl(String url) {
        int last = url.lastIndexOf(':');
        int first = last < 0 ? -1 : url.lastIndexOf(':', last - 1);
        if (!url.startsWith("tcp://") || first < "tcp://".length()) {
            throw new IllegalArgumentException(
                    "a proxy is at tcp://host:frontend-port:backend-port: connectUrl=" + url);
        }
        setSendConnect(url.substring(0, last));
        setReceiveConnect(url.substring(0, first) + url.substring(last));
    }

    /** Calls back each time that the proxy has started, if there is one. */
    void onProxyStart(Runnable callback) {
        if (proxy != null) {
            proxy.addStartListener(callback);
        }
    }

    /** Ends {@link #onProxyStart}. */
    void forgetProxy(Runnable callback) {
        if (proxy != null) {
            proxy.removeStartListener(callback);
        }
    }

    /** Creates both sockets, not yet open. */
    void create() {
        if (proxy != null && hasEndpoints()) {
            throw new IllegalStateException(
                    "a channel goes through a proxy or has endpoints, not both: proxy=" + proxy + ", " + this);
        }
        boolean local = proxy == null && !hasEndpoints();
        sending = AdapterSocket.own(context, local ? SocketType.PUSH : sendingType);
        sending.setOptions(sendOptions);
        receiving = AdapterSocket.own(context, local ? SocketType.PULL : receivingType);
        receiving.setOptions(receiveOptions);
    }

    private boolean hasEndpoints() {
        return !sendBind.isEmpty() || !sendConnect.isEmpty() || hasReceiveEndpoints();
    }

    private boolean hasReceiveEndpoints() {
        return !receiveBind.isEmpty() || !receiveConnect.isEmpty();
    }

    AdapterSocket sending() {
        return sending;
    }

    AdapterSocket receiving() {
        return receiving;
    }

    boolean sends() {
        return !hasEndpoints() || !sendBind.isEmpty() || !sendConnect.isEmpty();
    }

    boolean receives() {
        return !hasEndpoints() || hasReceiveEndpoints();
    }

    /**
     * Sets the endpoints of the sockets. The endpoints of a proxy are known once it has started.
     *
     * @param channelName makes the endpoint of a channel within the context
     */
    void prepare(String channelName) {
        ZmqProxyEndpoint through = proxy;
        if (through != null) {
            sending.setConnectEndpoints(reachable(through.getFrontendEndpoint(), through));
            receiving.setConnectEndpoints(reachable(through.getBackendEndpoint(), through));
        } else if (hasEndpoints()) {
            sending.setBindEndpoints(sendBind.toArray(String[]::new));
            sending.setConnectEndpoints(sendConnect.toArray(String[]::new));
            receiving.setBindEndpoints(receiveBind.toArray(String[]::new));
            receiving.setConnectEndpoints(receiveConnect.toArray(String[]::new));
        } else {
            String localEndpoint = "inproc://" + channelName + ".channel";
            receiving.setBindEndpoints(localEndpoint);
            sending.setConnectEndpoints(localEndpoint);
        }
    }

    /** Lets sockets that are open connect to what {@link #prepare} has set. */
    void connectAsPrepared() {
        sending.connectAsSet();
        receiving.connectAsSet();
    }

    /** {@return how channels map messages unless they are told otherwise} */
    static ZmqMessageMapper defaultMapper() {
        return ZmqMessageMapper.withHeaders(ZmqMessageMapper.of(PayloadMode.NATURAL), new DefaultZmqHeaderMapper());
    }

    /** {@return the name of a channel's bean; outside a context one of its own} */
    static String nameOf(NamedComponent channel) {
        String name = channel.getComponentName();
        return name != null
                ? name
                : channel.getComponentType() + "@" + Integer.toHexString(System.identityHashCode(channel));
    }

    /**
     * Sends a message.
     *
     * @param open the sending socket, or {@code null} while there is none
     * @param mapper of the channel
     * @param message to be sent
     * @param timeoutMs longest wait for room; negative for no limit
     * @param channel shown in failures
     * @return whether there was room
     * @throws MessageDeliveryException when there is no socket that sends
     */
    boolean send(
            @Nullable ZmqSocket open, ZmqMessageMapper mapper, Message<?> message, long timeoutMs, Object channel) {
        if (!(open instanceof MultipartSender sender)) {
            throw new MessageDeliveryException(
                    message, sends() ? channel + " is not running" : channel + " only receives: " + this);
        }
        ZmqMessage frames = mapper.fromMessage(message);
        if (timeoutMs >= 0) {
            return sender.send(frames, Duration.ofMillis(timeoutMs));
        }
        sender.send(frames);
        return true;
    }

    private static String reachable(@Nullable String bound, ZmqProxyEndpoint through) {
        if (bound == null) {
            throw new IllegalStateException(through + " has not been started, or does not listen");
        }
        if (bound.startsWith(ANY_HOST)) {
            return "tcp://127.0.0.1:" + bound.substring(ANY_HOST.length());
        }
        return bound.startsWith(ANY_HOST_6) ? "tcp://[::1]:" + bound.substring(ANY_HOST_6.length()) : bound;
    }

    /** Shows the endpoints that were set. */
    @Override
    public String toString() {
        return "sendBind=" + sendBind + ", sendConnect=" + sendConnect + ", receiveBind=" + receiveBind
                + ", receiveConnect=" + receiveConnect;
    }
}
