package io.zmqspring.integration.dsl;

import io.zmqspring.integration.channel.PollableZmqChannel;

/** Describes a {@link PollableZmqChannel}. */
public final class PollableZmqChannelSpec extends SocketChannelSpec<PollableZmqChannelSpec, PollableZmqChannel> {

    PollableZmqChannelSpec(PollableZmqChannel channel) {
        super(channel);
    }

    /**
     * Names the channel's bean.
     *
     * @param id the bean name
     * @return this spec
     */
    @Override
    public PollableZmqChannelSpec id(String id) {
        return super.id(id);
    }
}
