package io.zmqspring.sample.prices;

/**
 * A price. It travels as JSON.
 *
 * @param cents how much
 */
record Price(int cents) {}
