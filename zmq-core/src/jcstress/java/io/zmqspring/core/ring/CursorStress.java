package io.zmqspring.core.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJI_Result;

/** Whoever sees a position sees at least as many messages, and what was written ahead of it. */
@JCStressTest
@Outcome(id = "0, [012], [012]", expect = Expect.ACCEPTABLE, desc = "not there yet")
@Outcome(id = "10, [12], [12]", expect = Expect.ACCEPTABLE, desc = "the first message")
@Outcome(id = "20, 2, 2", expect = Expect.ACCEPTABLE, desc = "both messages")
@Outcome(expect = Expect.FORBIDDEN, desc = "a position ahead of its messages or their bytes")
@State
public class CursorStress {

    private final Cursor cursor = new Cursor();
    private int bytes;

    /** Writes two messages. */
    @Actor
    public void producer() {
        bytes = 1;
        cursor.advance(10, 1);
        bytes = 2;
        cursor.advance(20, 2);
    }

    /** Looks once. */
    @Actor
    public void consumer(JJI_Result result) {
        result.r1 = cursor.position();
        result.r2 = cursor.messages();
        result.r3 = bytes;
    }
}
