/**
 * A bus: whoever has something to say publishes to one side, whoever listens subscribes at the other, and neither knows
 * the other. Between them stands an XSUB/XPUB proxy, which is a few lines in {@code bus.yml} and no Java at all.
 */
@NullMarked
package io.zmqspring.sample.bus;

import org.jspecify.annotations.NullMarked;
