package io.zmqspring.client.found;

import io.zmqspring.client.ZmqExchange;

/** Is found in its package. */
@ZmqExchange("echo-client")
public interface FoundClient {

    /** An echo. */
    String echo(String text);
}
