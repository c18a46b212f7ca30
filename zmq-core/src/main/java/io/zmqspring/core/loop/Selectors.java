package io.zmqspring.core.loop;

import io.zmqspring.core.error.ZmqException;
import java.io.IOException;
import java.nio.channels.Selector;

/** Selectors of the JDK, each with two descriptors. Any thread. */
final class Selectors {

    private Selectors() {}

    /** {@return a new one} */
    static Selector open() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new ZmqException("no selector can be opened: " + e.getMessage(), e);
        }
    }

    /** @param selector without a channel; its descriptors are given back */
    static void closeUnused(Selector selector) {
        try {
            selector.close();
        } catch (IOException alreadyBroken) {
            assert !selector.isOpen() : "a selector is closed also when closing it fails";
        }
    }
}
