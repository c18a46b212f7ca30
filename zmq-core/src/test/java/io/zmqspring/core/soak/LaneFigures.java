package io.zmqspring.core.soak;

import java.util.concurrent.atomic.LongAdder;

/** What one lane came to. Any thread. */
final class LaneFigures {

    final LongAdder sent = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder missing = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder lostConnections = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder dropped = new LongAdder();
}
