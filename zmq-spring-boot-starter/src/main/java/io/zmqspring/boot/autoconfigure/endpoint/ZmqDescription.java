package io.zmqspring.boot.autoconfigure.endpoint;

import io.zmqspring.core.ProxyStatistics;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.monitor.ContextCounters;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.NamedRequester;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is, at one moment, each by name.
 *
 * @param context counters of the context, or {@code null} when the application has several
 * @param sockets named sockets
 * @param requesters named requesters, and those beside REQ and DEALER sockets by the name of the socket
 * @param proxies named proxies
 * @param listeners listener containers
 */
public record ZmqDescription(
        @Nullable ContextCounters context,
        Map<String, SocketDescription> sockets,
        Map<String, RequesterDescription> requesters,
        Map<String, ProxyDescription> proxies,
        Map<String, ListenerDescription> listeners) {

    /**
     * A named socket.
     *
     * @param type of the socket
     * @param state where it is in its life
     * @param failure why it could not be opened
     * @param endpoints where it is bound and connected
     * @param peers that are connected
     * @param topics what it has subscribed to, or what its peers have, or {@code null} for other types
     * @param counters since it was made
     */
    public record SocketDescription(
            String type,
            String state,
            @Nullable String failure,
            List<EndpointStatus> endpoints,
            List<PeerDescription> peers,
            @Nullable TopicsDescription topics,
            SocketCounters counters) {

        static SocketDescription of(RestartableSocket socket) {
            return new SocketDescription(
                    socket.type().name(),
                    socket.state().name(),
                    text(socket.failure()),
                    socket.endpoints(),
                    peersOf(socket),
                    TopicsDescription.of(socket),
                    socket.counters());
        }
    }

    /**
     * Topics of a SUB, XSUB, PUB or XPUB socket.
     *
     * @param count how many different ones the socket has subscribed to; of a PUB or XPUB its peers together
     * @param subscriptions of a SUB or XSUB, {@value #SHOWN} at most, in order; text in UTF-8, or {@code 0x} and the
     *     bytes in hexadecimal; {@code null} for a PUB or XPUB
     */
    public record TopicsDescription(int count, @Nullable List<String> subscriptions) {

        private static final int SHOWN = 100;

        static @Nullable TopicsDescription of(RestartableSocket socket) {
            try {
                if (socket instanceof TopicSubscriber subscriber) {
                    return new TopicsDescription(subscriber.topics(), shown(subscriber));
                }
                return socket instanceof TopicPublisher publisher
                        ? new TopicsDescription(publisher.topics(), null)
                        : null;
            } catch (ZmqClosedException closing) {
                return null;
            }
        }

        private static List<String> shown(TopicSubscriber subscriber) {
            return subscriber.subscriptions(SHOWN).stream()
                    .map(TopicsDescription::text)
                    .sorted()
                    .toList();
        }

        private static String text(byte[] topic) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(topic))
                        .toString();
                return text.chars().anyMatch(Character::isISOControl) ? hexadecimal(topic) : text;
            } catch (CharacterCodingException noText) {
                return hexadecimal(topic);
            }
        }

        private static String hexadecimal(byte[] topic) {
            return "0x" + HexFormat.of().formatHex(topic);
        }
    }

    /**
     * A requester.
     *
     * @param state where it is in its life
     * @param failure why it could not be opened
     * @param endpoints where it is bound and connected
     * @param peers that are connected
     * @param requests counters of its requests
     * @param counters of its socket
     */
    public record RequesterDescription(
            String state,
            @Nullable String failure,
            List<EndpointStatus> endpoints,
            List<PeerDescription> peers,
            RequesterCounters requests,
            SocketCounters counters) {

        static RequesterDescription of(NamedRequester requester) {
            return new RequesterDescription(
                    requester.state().name(),
                    text(requester.failure()),
                    requester.endpoints(),
                    peersOf(requester),
                    requester.counters(),
                    requester.socketCounters());
        }
    }

    /**
     * A proxy.
     *
     * @param state where it is in its life
     * @param failure why it has ended by itself
     * @param frontend name of the socket on one side
     * @param backend name of the socket on the other side
     * @param statistics since its last start
     */
    public record ProxyDescription(
            String state, @Nullable String failure, String frontend, String backend, ProxyStatistics statistics) {

        static ProxyDescription of(NamedProxy proxy) {
            return new ProxyDescription(
                    proxy.state().name(),
                    text(proxy.failure()),
                    proxy.frontend().name(),
                    proxy.backend().name(),
                    proxy.statistics());
        }
    }

    /**
     * A listener container.
     *
     * @param socket name of the socket it receives from
     * @param state where it is in its life
     * @param paused whether it is paused
     * @param concurrency how many workers it has
     * @param failure why it ended
     * @param lastListenerFailure the last failure of its listener
     * @param counters since it was made
     */
    public record ListenerDescription(
            String socket,
            String state,
            boolean paused,
            int concurrency,
            @Nullable String failure,
            @Nullable String lastListenerFailure,
            ListenerCounters counters) {

        static ListenerDescription of(ZmqMessageListenerContainer container) {
            return new ListenerDescription(
                    container.getSocketName(),
                    container.getState().name(),
                    container.isPaused(),
                    container.getConcurrency(),
                    text(container.getFailure()),
                    text(container.getLastListenerFailure()),
                    container.getCounters());
        }
    }

    /**
     * A connected peer.
     *
     * @param endpoint ours it is connected at
     * @param address its transport address
     * @param type its socket type, unless its version of ZMTP does not announce one
     * @param zmtpVersion the protocol version spoken
     * @param routingId the id by which a ROUTER addresses it
     * @param queuedToSend messages that wait to be sent to it
     * @param queuedToReceive messages of it that wait to be received
     * @param dropped messages for it that were given up
     */
    public record PeerDescription(
            String endpoint,
            String address,
            @Nullable String type,
            String zmtpVersion,
            @Nullable String routingId,
            long queuedToSend,
            long queuedToReceive,
            long dropped) {

        static PeerDescription of(PeerStatus peer) {
            return new PeerDescription(
                    peer.endpoint(),
                    peer.peerAddress(),
                    peer.type() == null ? null : peer.type().name(),
                    peer.zmtpVersion(),
                    peer.routingId() == null ? null : peer.routingId().toString(),
                    peer.queuedToSend(),
                    peer.queuedToReceive(),
                    peer.dropped());
        }
    }

    private static List<PeerDescription> peersOf(ZmqConnectable connectable) {
        return connectable.peers().stream().map(PeerDescription::of).toList();
    }

    private static @Nullable String text(Optional<Throwable> failure) {
        return failure.map(Throwable::toString).orElse(null);
    }
}
