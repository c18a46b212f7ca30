/**
 * Internal. The queue between a socket and one connection, in wire format (37/ZMTP Framing), and its four ends:
 *
 * <pre>
 *   application                                       I/O
 *   MessageWriter ──►  FrameQueue (outgoing)  ──► QueueToChannel ──► channel
 *   MessageReader ◄──  FrameQueue (incoming)  ◄── ChannelToQueue ◄── channel
 *   MessageWriter ──►  FrameQueue (inproc)    ──► MessageReader
 *
 *   where a mechanism or an old version has frames of its own:
 *   FrameQueue (outgoing)  ──► EncodingSource ──► channel
 *   FrameQueue (incoming)  ◄── ChannelToQueue ◄── DecodingChannel ◄── channel
 * </pre>
 *
 * Frames are encoded straight into the ring and decoded in place; a body above
 * {@link io.zmqspring.core.pipe.LargeBody#MAX_INLINE} bytes travels beside the ring by reference. Only whole messages
 * are published, and the consumer's position is only ever released at the end of a message, so that a new connection
 * can begin again at the first frame of a message that was cut.
 */
@NullMarked
package io.zmqspring.core.pipe;

import org.jspecify.annotations.NullMarked;
