/**
 * Clients that are interfaces: {@link io.zmqspring.client.ZmqExchange} on an interface says what its methods send and
 * request, {@link io.zmqspring.client.ImportZmqExchanges} registers a bean that implements it.
 */
@NullMarked
package io.zmqspring.client;

import org.jspecify.annotations.NullMarked;
