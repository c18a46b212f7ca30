package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ZmqMessageListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConversionException;

/** Chooses a listener for each message by what its first frame begins with. */
public final class TopicHandlers implements ZmqMessageListener {

    private final List<Handler> longestFirst;
    private final @Nullable ZmqMessageListener byDefault;
    private final Envelope envelope;

    /**
     * Creates one.
     *
     * @param byTopic the listener of each topic, in UTF-8; at least one, unless there is a default
     * @param byDefault takes other messages, or {@code null} when they are failures
     * @param envelope what stands ahead of the payload of received messages
     */
    public TopicHandlers(
            Map<String, ZmqMessageListener> byTopic, @Nullable ZmqMessageListener byDefault, Envelope envelope) {
        List<Handler> handlers = new ArrayList<>();
        byTopic.forEach(
                (topic, listener) -> handlers.add(new Handler(topic.getBytes(StandardCharsets.UTF_8), listener)));
        handlers.sort(Comparator.comparingInt((Handler handler) -> handler.topic.length)
                .reversed());
        this.longestFirst = List.copyOf(handlers);
        this.byDefault = byDefault;
        this.envelope = envelope;
    }

    @Override
    public void onMessage(ZmqMessage message) throws Exception {
        required(message).onMessage(message);
    }

    @Override
    public @Nullable CompletionStage<?> handle(ZmqMessage message) throws Exception {
        return required(message).handle(message);
    }

    @Override
    public Map<String, Object> headers(ZmqMessage message) {
        ZmqMessageListener chosen = chosen(message);
        return chosen == null ? Map.of() : chosen.headers(message);
    }

    /** A request for which there is no handler is answered as any other that fails. */
    @Override
    public void onFailure(ZmqMessage message, Throwable failure) {
        ZmqMessageListener chosen = chosen(message);
        (chosen != null ? chosen : longestFirst.get(0).listener).onFailure(message, failure);
    }

    @Override
    public void onSkip(ZmqMessage message) {
        ZmqMessageListener chosen = chosen(message);
        (chosen != null ? chosen : longestFirst.get(0).listener).onSkip(message);
    }

    private ZmqMessageListener required(ZmqMessage message) {
        ZmqMessageListener chosen = chosen(message);
        if (chosen == null) {
            throw new MessageConversionException("no @ZmqHandler takes " + message + ", and none is the default");
        }
        return chosen;
    }

    private @Nullable ZmqMessageListener chosen(ZmqMessage message) {
        byte[] first = message.frame(envelope == Envelope.TOPIC ? 0 : envelope.length(message));
        for (Handler handler : longestFirst) {
            if (begins(first, handler.topic)) {
                return handler.listener;
            }
        }
        return byDefault;
    }

    private static boolean begins(byte[] frame, byte[] topic) {
        return frame.length >= topic.length && Arrays.equals(frame, 0, topic.length, topic, 0, topic.length);
    }

    private record Handler(byte[] topic, ZmqMessageListener listener) {}
}
