package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequest;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.ContextOptions;
import java.util.concurrent.CountDownLatch;

/** Sends each request of {@link ZmqSpringRequests} back, from a responder or from a ROUTER socket by hand. */
public final class ZmqSpringReplies implements AutoCloseable {

    private final ZmqContext context;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final String endpoint;

    /**
     * Binds.
     *
     * @param address where to bind
     * @param settings of the run
     * @param byHand whether from a ROUTER socket
     */
    public ZmqSpringReplies(String address, EngineSettings settings, boolean byHand) {
        context = ZmqContext.create(
                ContextOptions.builder().ioThreads(settings.ioThreads()).build());
        if (byHand) {
            RouterSocket socket = context.router();
            endpoint = socket.bind(address);
            Thread thread = new Thread(() -> echo(socket), "router");
            thread.setDaemon(true);
            thread.start();
        } else {
            ZmqResponder responder = context.responder(this::reply);
            endpoint = responder.bind(address);
        }
    }

    private void reply(ZmqRequest request) {
        ZmqMessage message = request.message();
        request.reply(message);
        endIfLast(message);
    }

    private void echo(RouterSocket socket) {
        while (ended.getCount() > 0) {
            ZmqMessage message = socket.receiveMessage();
            socket.send(message);
            endIfLast(message);
        }
    }

    private void endIfLast(ZmqMessage message) {
        if (MessageHeader.isEnd(MessageHeader.read(message.frame(message.frameCount() - 1)))) {
            ended.countDown();
        }
    }

    /** {@return the address a peer connects to} */
    public String endpoint() {
        return endpoint;
    }

    /** Waits until the last request has been sent back. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Closes what is open, after what was sent has been handed over. */
    @Override
    public void close() {
        context.close();
    }
}
