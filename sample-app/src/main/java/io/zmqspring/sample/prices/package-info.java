/**
 * One publisher with two subscribers, and a request with its reply. Prices are published under their symbol as topic;
 * each subscriber gets those it has subscribed to in {@code application.yml}. Whoever wants the latest price asks for
 * it.
 */
@NullMarked
package io.zmqspring.sample.prices;

import org.jspecify.annotations.NullMarked;
