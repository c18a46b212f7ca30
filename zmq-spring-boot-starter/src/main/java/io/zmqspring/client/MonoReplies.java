package io.zmqspring.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Replies as {@code Mono}; loaded only where Reactor is on the class path. */
final class MonoReplies {

    private MonoReplies() {}

    /** {@return a mono that sends at each subscription, and gives the request up when it is cancelled} */
    static Mono<?> of(Supplier<? extends CompletableFuture<?>> request) {
        return Mono.fromFuture(request);
    }
}
