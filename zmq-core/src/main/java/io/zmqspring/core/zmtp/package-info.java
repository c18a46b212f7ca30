/**
 * Internal. The bytes of ZMTP 3.0 and 3.1 (23/ZMTP, 37/ZMTP), and of 1.0 and 2.0 (13/ZMTP, 15/ZMTP): greeting, frame
 * layout, commands and their properties; no channel and no thread. Whatever a peer gets wrong is a
 * {@link io.zmqspring.core.error.ZmqProtocolViolationException} that names the rule, its source and the value that
 * arrived.
 */
@NullMarked
package io.zmqspring.core.zmtp;

import org.jspecify.annotations.NullMarked;
