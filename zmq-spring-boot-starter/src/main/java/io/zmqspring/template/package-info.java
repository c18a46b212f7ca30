/**
 * Sending on named sockets: {@link io.zmqspring.template.ZmqOperations} is the contract,
 * {@link io.zmqspring.template.ZmqTemplate} the implementation. Payloads are converted, waits are bounded.
 */
@NullMarked
package io.zmqspring.template;

import org.jspecify.annotations.NullMarked;
