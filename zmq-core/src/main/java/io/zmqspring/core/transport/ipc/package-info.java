/**
 * Internal. The scheme {@code ipc}: Unix domain sockets, the same ones that libzmq uses, where the platform has them.
 * A socket file is taken over only when nobody listens on it any more, and removed by the listener that created it.
 */
@NullMarked
package io.zmqspring.core.transport.ipc;

import org.jspecify.annotations.NullMarked;
