package io.zmqspring.core.soak;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequest;
import io.zmqspring.core.ZmqResponder;
import io.zmqspring.core.chaos.BodyReader;
import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.ResponderOptions;
import java.util.concurrent.atomic.AtomicLong;

/** A responder that returns each request. */
final class ResponderEnd implements End {

    private final Lane lane;
    private final Sink sink;
    private final BoundedCalls calls;
    private final Arrivals arrivals;
    private final BodyReader reader;
    private final ZmqResponder responder;
    private final AtomicLong replied = new AtomicLong();

    ResponderEnd(Lane lane, ZmqContext context, ResponderOptions options, Sink sink, BoundedCalls calls) {
        this.lane = lane;
        this.sink = sink;
        this.calls = calls;
        this.arrivals = new Arrivals(lane, sink, false);
        this.reader = new BodyReader(arrivals);
        this.responder = context.responder(this::onRequest, options);
    }

    private void onRequest(ZmqRequest request) {
        reader.read(request.message());
        // The socket counts a reply that it drops, since its peer has departed, as sent and as dropped.
        request.reply(request.message());
        replied.incrementAndGet();
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public ZmqResponder socket() {
        return responder;
    }

    /** Its thread is the responder's own. */
    @Override
    public void start() {}

    @Override
    public void mute() {}

    @Override
    public long sent() {
        return replied.get();
    }

    @Override
    public long received() {
        return arrivals.received();
    }

    @Override
    public SocketCounters counters() {
        return responder.socketCounters();
    }

    @Override
    public void close() {
        Ends.closeAndJoin(responder, Thread.currentThread(), calls, sink, lane);
    }
}
