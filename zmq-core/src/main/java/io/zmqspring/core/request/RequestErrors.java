package io.zmqspring.core.request;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.error.ZmqPeerDepartedException;
import io.zmqspring.core.error.ZmqRequestRefusedException;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.socket.SocketCore;
import java.util.Objects;

/** The exceptions that callers of a requester get when a request fails. */
final class RequestErrors {

    private final SocketCore socket;
    private final RequesterOptions options;

    RequestErrors(SocketCore socket, RequesterOptions options) {
        this.socket = socket;
        this.options = options;
    }

    ZmqClosedException closed() {
        return new ZmqClosedException(this + ": the requester is closed");
    }

    ZmqInterruptedException interrupted() {
        return new ZmqInterruptedException(this + ": interrupted while waiting for a reply");
    }

    ZmqException noThread(Exception reason) {
        return new ZmqException(this + ": there is no thread to receive the reply", reason);
    }

    ZmqRequestRefusedException refused(boolean waited) {
        return new ZmqRequestRefusedException(this + ": as many requests as allowed are in flight"
                + (waited ? ", and none was over in time" : "") + ": maxInFlight=" + options.maxInFlight());
    }

    ZmqRequestTimeoutException timedOut(RequestFuture request) {
        boolean sent = request.wasSent();
        int peers = socket.peers().size();
        String state = sent
                ? "it was sent"
                : peers == 0
                        ? "it was not sent, since no peer is connected"
                        : "it was not sent, since none of " + peers + " connected peers has room";
        return new ZmqRequestTimeoutException(
                this + ": no reply to a request within " + request.timeout() + ": " + state, sent);
    }

    ZmqPeerDepartedException departed(RequestFuture request, Pipe pipe) {
        return new ZmqPeerDepartedException(
                this + ": the peer " + Objects.requireNonNull(pipe.peer()).address()
                        + " that was asked has departed without a reply, and the request may be sent no more: attempts="
                        + request.attempts());
    }

    /** Shows the socket. */
    @Override
    public String toString() {
        return "requester " + socket;
    }
}
