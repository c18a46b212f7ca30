package io.zmqspring.core.transport.ipc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Compares what we take for too long with what the JDK does; the main method of a JVM with other settings. */
final class PathLimitProgram {

    private static final int MAX_LENGTH = 130;
    private static final List<String> STARTS =
            List.of("/zmq-nowhere/", "zmq-nowhere/", "/zmq-nowhere///", "./zmq-nowhere/../zmq-nowhere/");

    private PathLimitProgram() {}

    /** @param arguments none */
    public static void main(String[] arguments) {
        System.out.println("encoding " + System.getProperty("sun.jnu.encoding"));
        compare('x');
        compare('\u00e4');
    }

    private static void compare(char letter) {
        for (String start : STARTS) {
            int taken = 0;
            int refused = 0;
            for (int i = 1; i < MAX_LENGTH; i++) {
                String path = start + String.valueOf(letter).repeat(i);
                try {
                    boolean byJdk = isTakenByJdk(Path.of(path));
                    if (byJdk != isTakenByUs(path)) {
                        System.out.println("DIFFERS jdk=" + byJdk + " length=" + path.length() + " start=" + start
                                + " letter=" + (int) letter);
                    }
                    taken += byJdk ? 1 : 0;
                    refused += byJdk ? 0 : 1;
                } catch (InvalidPathException e) {
                    System.out.println("no path: " + e.getReason());
                    return;
                }
            }
            System.out.println(taken > 0 && refused > 0 ? "compared" : "NOT COMPARED " + taken + " " + refused);
        }
    }

    private static boolean isTakenByUs(String path) {
        try {
            PathLimit.require(path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isTakenByJdk(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
            throw new IllegalStateException("somebody listens on " + path);
        } catch (IOException e) {
            return !String.valueOf(e.getMessage()).contains("too long");
        }
    }
}
