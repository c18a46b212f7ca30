package io.zmqspring.core.request;

import io.zmqspring.core.pattern.DropListener;
import io.zmqspring.core.pattern.FairQueue;
import io.zmqspring.core.pattern.MessageFilter;
import io.zmqspring.core.pattern.RequestEnvelope;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.Pipe;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes one request of each peer in turn, without its envelope, which it keeps until the request is taken. A message
 * without one is dropped and counted, as a REP does (28/REQREP).
 */
final class RequestIntake extends FairQueue {

    private final Envelopes envelopes;

    private RequestIntake(Envelopes envelopes, DropListener drops) {
        super(envelopes, (pipe, reason) -> {
            envelopes.malformed++;
            drops.dropped(pipe, reason);
        });
        this.envelopes = envelopes;
    }

    /**
     * Creates the rule.
     *
     * @param drops counts messages that are no requests
     * @return the rule
     */
    static RequestIntake create(DropListener drops) {
        return new RequestIntake(new Envelopes(), drops);
    }

    @Override
    protected void advance() {
        envelopes.accepted = null;
        super.advance();
    }

    /** {@return the peer whose request is being received; under the receive lock} */
    Pipe sender() {
        return Objects.requireNonNull(envelopes.sender);
    }

    /** {@return the envelope of the request that is being received, a copy; under the receive lock} */
    byte[] envelope() {
        return Arrays.copyOf(envelopes.last.bytes(), envelopes.last.length());
    }

    /** {@return messages that were no requests} */
    long malformed() {
        return envelopes.malformed;
    }

    private static final class Envelopes implements MessageFilter {

        private final RequestEnvelope last = new RequestEnvelope();
        private @Nullable Pipe sender;
        private @Nullable MessageReader accepted;
        private long malformed;

        /** A message that was accepted and not taken, since the call could not take it, is accepted again. */
        @Override
        public @Nullable String refusal(Pipe pipe, MessageReader reader) {
            if (reader == accepted) {
                return null;
            }
            String refusal = last.take(reader);
            if (refusal == null) {
                sender = pipe;
                accepted = reader;
            }
            return refusal;
        }
    }
}
