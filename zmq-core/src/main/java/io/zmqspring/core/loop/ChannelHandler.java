package io.zmqspring.core.loop;

import java.nio.channels.SelectionKey;

/** Handles a registered channel when it is ready. */
@FunctionalInterface
public interface ChannelHandler {

    /**
     * Called by the loop's owner when the channel is ready. Must not block.
     *
     * @param key the channel's; its ready set says for what
     */
    void onReady(SelectionKey key);

    /**
     * The loop ends while the channel is still registered; the loop closes the channel afterwards. Called once, by its
     * last owner.
     */
    default void onLoopClosed() {}
}
