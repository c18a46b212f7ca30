package io.zmqspring.core.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds calls that may block on a thread that owns an event loop, where they would hold up every connection of that
 * loop. Code that may block declares itself with {@link #enter}. Such a call on an owner's thread is a fault of ours:
 * the loop counts it, and the tests fail.
 */
public final class BlockingCallGuard {

    /** Replaced as a whole, so that a look at it leaves no garbage. */
    private static volatile EventLoop[] loops = {};

    private static volatile Consumer<String> observer = call -> {};

    private BlockingCallGuard() {}

    /**
     * Declares a call that may block: it asks a name server or the file system, or waits for another thread. Any
     * thread.
     *
     * @param call what is done, for example {@code look up example.org}
     */
    public static void enter(String call) {
        for (EventLoop loop : loops) {
            if (loop.isOwner()) {
                loop.countBlockingCall();
                observer.accept(call);
            }
        }
    }

    static synchronized void watch(EventLoop loop) {
        List<EventLoop> more = new ArrayList<>(List.of(loops));
        more.add(loop);
        loops = more.toArray(EventLoop[]::new);
    }

    static synchronized void unwatch(EventLoop loop) {
        List<EventLoop> fewer = new ArrayList<>(List.of(loops));
        fewer.remove(loop);
        loops = fewer.toArray(EventLoop[]::new);
    }

    /** For tests: calls something, on the thread concerned, at each blocking call of a loop's owner. */
    static void observer(Consumer<String> calledWithTheCall) {
        observer = calledWithTheCall;
    }
}
