/**
 * What a socket carries: a {@link io.zmqspring.core.message.ZmqMessage} of one or more frames, or one frame seen in
 * place by a {@link io.zmqspring.core.message.FrameHandler}.
 */
@NullMarked
package io.zmqspring.core.message;

import org.jspecify.annotations.NullMarked;
