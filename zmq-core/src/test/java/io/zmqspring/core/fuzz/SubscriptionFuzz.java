package io.zmqspring.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pattern.DropListener;
import io.zmqspring.core.pattern.TopicFanOut;
import io.zmqspring.core.pattern.UpstreamQueue;
import io.zmqspring.core.pipe.ChannelToQueue;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageLimits;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.ring.BufferPool;
import io.zmqspring.core.zmtp.Command;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** What a subscriber sends to a publisher, in random pieces, against a set of topics. */
final class SubscriptionFuzz {

    private static final BufferPool POOL = new BufferPool(0);
    private static final int MAX_FRAME = 1 << 11;

    private SubscriptionFuzz() {}

    static String run(byte[] input, Random random) {
        UpstreamQueue upstream = new UpstreamQueue(DropListener.NONE);
        TopicFanOut publisher =
                new TopicFanOut(SocketOptions.defaults(), null, DropListener.NONE, dropped -> {}, () -> {});
        upstream.onUpstream(publisher::onCommand);
        Pipe pipe = new Pipe(queue(), queue(), true, true);
        publisher.connected(pipe);
        pipe.incoming().consumer().signal(() -> upstream.activate(pipe));
        upstream.activate(pipe);
        ChannelToQueue channelToQueue = new ChannelToQueue(
                pipe.incoming(),
                body -> publisher.onCommand(pipe, Command.decode(body)),
                new MessageLimits(MAX_FRAME, -1, -1, -1));
        String violation = null;
        try {
            for (int from = 0; from < input.length; ) {
                int length = Math.min(input.length - from, 1 + random.nextInt(100));
                try {
                    channelToQueue.append(ByteBuffer.wrap(input, from, length));
                } finally {
                    pipe.incoming().consumer().wakeAfterPublish();
                }
                from += length;
            }
        } catch (ZmqProtocolViolationException refused) {
            violation = FuzzTarget.kind(refused);
        }
        Set<String> expected = model(input);
        assertThat(publisher.topics()).isEqualTo(expected.size());
        for (String topic : expected) {
            assertThat(publisher.hasSubscriber(topic.getBytes(StandardCharsets.ISO_8859_1)))
                    .isTrue();
        }
        publisher.disconnected(pipe);
        assertThat(publisher.topics()).isZero();
        channelToQueue.dropPartialMessage();
        return violation + " topics=" + Math.min(3, expected.size());
    }

    private static FrameQueue queue() {
        return new FrameQueue(POOL, 0, 64 << 20);
    }

    private static Set<String> model(byte[] input) {
        Set<String> topics = new HashSet<>();
        ByteBuffer in = ByteBuffer.wrap(input);
        boolean first = true;
        while (in.remaining() >= 2) {
            int flags = in.get() & 0xFF;
            boolean isLong = (flags & 2) != 0;
            if (flags > 7 || (flags & 5) == 5 || isLong && in.remaining() < 8) {
                return topics;
            }
            long length = isLong ? in.getLong() : in.get() & 0xFF;
            if (length < 0 || length > MAX_FRAME || length > in.remaining()) {
                return topics;
            }
            byte[] body = new byte[(int) length];
            in.get(body);
            if ((flags & 4) != 0) {
                if (!command(body, topics)) {
                    return topics;
                }
                continue;
            }
            boolean only = first && (flags & 1) == 0;
            first = (flags & 1) == 0;
            if (only && body.length > 0 && body[0] <= 1 && body[0] >= 0) {
                change(topics, body[0] == 1, Arrays.copyOfRange(body, 1, body.length));
            }
        }
        return topics;
    }

    /** {@return whether it is one} */
    private static boolean command(byte[] body, Set<String> topics) {
        int name = body.length == 0 ? 0 : body[0] & 0xFF;
        if (name == 0 || name >= body.length) {
            return false;
        }
        String text = new String(body, 1, name, StandardCharsets.ISO_8859_1);
        if (!text.matches("[A-Za-z]+")) {
            return false;
        }
        if (text.equals("SUBSCRIBE") || text.equals("CANCEL")) {
            change(topics, text.equals("SUBSCRIBE"), Arrays.copyOfRange(body, 1 + name, body.length));
        }
        return true;
    }

    private static void change(Set<String> topics, boolean subscribe, byte[] topic) {
        String text = new String(topic, StandardCharsets.ISO_8859_1);
        if (subscribe) {
            topics.add(text);
        } else {
            topics.remove(text);
        }
    }
}
