package io.zmqspring.core.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test during which a thread that owned an event loop made a call that may block. Registered for all tests.
 */
public final class NoBlockingCalls implements AfterEachCallback {

    private static final ConcurrentLinkedQueue<AssertionError> FOUND = new ConcurrentLinkedQueue<>();

    static {
        BlockingCallGuard.observer(call -> FOUND.add(
                new AssertionError("on " + Thread.currentThread().getName() + ", the owner of a loop: " + call)));
    }

    /** {@return what was found since the last call, each with the stack of the call} */
    static List<AssertionError> take() {
        List<AssertionError> taken = new ArrayList<>();
        for (AssertionError each = FOUND.poll(); each != null; each = FOUND.poll()) {
            taken.add(each);
        }
        return taken;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<AssertionError> found = take();
        if (!found.isEmpty()) {
            AssertionError first = found.remove(0);
            found.forEach(first::addSuppressed);
            throw first;
        }
    }
}
