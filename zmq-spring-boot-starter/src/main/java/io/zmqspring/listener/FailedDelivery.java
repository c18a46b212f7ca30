package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;

/**
 * A message a listener could not handle.
 *
 * @param message its frames
 * @param batchIndex where it stood in the batch the listener was given, from 0; 0 for a listener of single messages
 * @param attempt how often the listener was given it, this time included, from 1
 * @param cause what the listener threw, or what its future completed with
 * @param container the listener's container
 */
public record FailedDelivery(
        ZmqMessage message, int batchIndex, int attempt, Throwable cause, ZmqMessageListenerContainer container) {}
