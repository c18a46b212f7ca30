package io.zmqspring.core.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Distinguishes a port or path in use from the other failures of a bind. The JDK has one class for all of them, and its
 * message is the system's, in the language of the user. So the message for a port in use is found once by a bind that
 * must fail. Does not block.
 */
final class PortInUse {

    private static final String ENGLISH = "address already in use";

    /** Found at the first use. */
    private static final class Found {

        static final String TEXT = find();
    }

    private PortInUse() {}

    static boolean is(BindException failure) {
        return is(failure, PortInUse::text);
    }

    static boolean is(BindException failure, Supplier<String> textOfThisSystem) {
        String message = String.valueOf(failure.getMessage());
        return message.toLowerCase(Locale.ROOT).contains(ENGLISH) || message.equals(textOfThisSystem.get());
    }

    /** {@return the JDK's message on this system when a port is in use; empty when that cannot be found out} */
    static String text() {
        return Found.TEXT;
    }

    private static String find() {
        try (ServerSocketChannel first = ServerSocketChannel.open();
                ServerSocketChannel second = ServerSocketChannel.open()) {
            first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            second.bind(first.getLocalAddress());
            return "";
        } catch (BindException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            return "";
        }
    }
}
