package io.zmqspring.benchmark;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A process that sends one message again and again until its standard input ends. */
public final class Sender {

    private Sender() {}

    /**
     * Sends.
     *
     * @param args endpoint and text
     */
    public static void main(String[] args) {
        byte[] body = args[1].getBytes(StandardCharsets.UTF_8);
        Thread watch = new Thread(Sender::exitAtEnd, "watch");
        watch.setDaemon(true);
        watch.start();
        try (ZmqContext context = ZmqContext.create();
                PushSocket socket = context.push()) {
            socket.connect(args[0]);
            while (true) {
                socket.send(body);
            }
        }
    }

    private static void exitAtEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is expected.
            }
        } catch (IOException gone) {
            // The parent is gone.
        }
        Runtime.getRuntime().halt(0);
    }
}
