package io.zmqspring.core.pipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/**
 * The consuming end of a queue for a connection: writes messages to a channel, and releases each once its last byte is
 * written. One thread at a time. A new one over the same queue begins at the first frame of the first message that was
 * not released.
 */
public sealed interface MessageSource permits QueueToChannel, EncodingSource {

    /** {@return the queue it reads from} */
    FrameQueue queue();

    /** {@return whether the channel took less than it was offered last time} */
    boolean isStalled();

    /** {@return whether every published message is written} */
    boolean isDrained();

    /**
     * {@return whether the next byte to write begins a message, so that a command may go ahead of it: 37/ZMTP has none
     * between the frames of one message}
     */
    boolean isAtMessageStart();

    /**
     * Notes where a message ends, so that what lies before need not be looked through once it is written.
     *
     * @param position behind its last byte in the ring
     * @param messages how many end there or before, since the queue was made
     */
    void knows(long position, long messages);

    /** The ring memory may have been given back while this end was held. */
    void refreshRing();

    /**
     * Encodes commands that are about to be written. Called at the start of a message only.
     *
     * @param frames complete frames of ZMTP 3
     * @return what is to be written, before anything else
     */
    ByteBuffer encodeCommands(ByteBuffer frames);

    /**
     * Writes what is published.
     *
     * @param channel non-blocking
     * @param budget stops soon after so many bytes
     * @return bytes written; {@link #isStalled} says whether the channel takes no more now
     * @throws IOException when the connection is broken
     */
    long writeTo(GatheringByteChannel channel, long budget) throws IOException;

    /**
     * Writes the rest of the message that was begun, and nothing of the next.
     *
     * @param channel non-blocking
     * @param budget stops soon after so many bytes
     * @return bytes written; {@link #isAtMessageStart} says whether it was all, {@link #isStalled} whether the channel
     *     takes no more now
     * @throws IOException when the connection is broken
     */
    long finishMessage(GatheringByteChannel channel, long budget) throws IOException;

    /** Gives back what it holds besides the queue. It is not used afterwards. */
    void close();
}
