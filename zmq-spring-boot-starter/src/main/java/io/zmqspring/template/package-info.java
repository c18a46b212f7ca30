/**
 * Sending and receiving on named sockets: {@link io.zmqspring.template.ZmqOperations} is the contract,
 * {@link io.zmqspring.template.ZmqTemplate} the implementation, {@link io.zmqspring.template.ZmqClient} the same step
 * by step. Payloads are converted, topics and routing ids put ahead of them, waits are bounded.
 */
@NullMarked
package io.zmqspring.template;

import org.jspecify.annotations.NullMarked;
