/**
 * One publisher, two subscribers. Prices are published under their symbol as topic, and each subscriber gets those it
 * has subscribed to in {@code market.yml}.
 */
@NullMarked
package io.zmqspring.sample.market;

import org.jspecify.annotations.NullMarked;
