package io.zmqspring.core.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A request is looked at after it was made, once. */
public class WriteRequestsStress {

    private WriteRequestsStress() {}

    private static final class Work extends DeferredWriter {

        private volatile int done;

        @Override
        protected boolean look(boolean last) {
            return false;
        }
    }

    /** A request made again while the owner takes the first: the owner sees the work, or finds another request. */
    @JCStressTest
    @Outcome(id = "1, [01]", expect = Expect.ACCEPTABLE, desc = "the owner saw the work")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the owner was too early and finds another request")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "lost request")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the first request was not there")
    @State
    public static class AgainWhileTaken {

        private final WriteRequests requests = new WriteRequests();
        private final Work work = new Work();

        /** One request is there. */
        public AgainWhileTaken() {
            requests.add(work);
        }

        /** Has something to write. */
        @Actor
        public void sender() {
            work.done = 1;
            requests.add(work);
        }

        /** Looks. */
        @Actor
        public void owner(II_Result result) {
            result.r1 = requests.take() == work ? work.done : -1;
        }

        /** Looks again. */
        @Arbiter
        public void end(II_Result result) {
            result.r2 = requests.take() == work ? 1 : 0;
        }
    }

    /** Two senders of different connections and the owner: the last number counts requests that remain. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "each once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a request is lost or there twice")
    @State
    public static class TwoSenders {

        private final WriteRequests requests = new WriteRequests();
        private final Work one = new Work();
        private final Work other = new Work();
        private DeferredWriter taken;

        /** Requests. */
        @Actor
        public void first() {
            requests.add(one);
        }

        /** Requests. */
        @Actor
        public void second() {
            requests.add(other);
        }

        /** Takes one if there is one. */
        @Actor
        public void owner() {
            taken = requests.take();
        }

        /** Takes the rest. */
        @Arbiter
        public void end(III_Result result) {
            for (DeferredWriter each = taken != null ? taken : requests.take(); each != null; each = requests.take()) {
                if (each == one) {
                    result.r1++;
                } else if (each == other) {
                    result.r2++;
                } else {
                    result.r3++;
                }
            }
        }
    }

    /** Two senders of one connection. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "there once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, or there twice")
    @State
    public static class SameTwice {

        private final WriteRequests requests = new WriteRequests();
        private final Work work = new Work();

        /** Requests. */
        @Actor
        public void first() {
            requests.add(work);
        }

        /** Requests. */
        @Actor
        public void second() {
            requests.add(work);
        }

        /** Takes all. */
        @Arbiter
        public void end(II_Result result) {
            result.r1 = requests.take() == work ? 1 : 0;
            result.r2 = requests.take() == null ? 0 : 1;
        }
    }
}
