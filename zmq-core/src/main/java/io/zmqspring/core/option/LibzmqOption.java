package io.zmqspring.core.option;

import org.jspecify.annotations.Nullable;

/**
 * The option of libzmq that means the same as one of ours.
 *
 * @param name its constant in {@code zmq.h}
 * @param number the value of that constant
 * @param defaultValue libzmq's default, in our type and unit
 * @param <T> type of the values of our option
 */
public record LibzmqOption<T extends @Nullable Object>(
        String name, int number, @Nullable T defaultValue) {}
