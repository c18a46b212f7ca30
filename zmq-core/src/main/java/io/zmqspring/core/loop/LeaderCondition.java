package io.zmqspring.core.loop;

/** The condition under which a thread goes on leading a loop. */
@FunctionalInterface
public interface LeaderCondition {

    /** {@return whether the thread goes on} */
    boolean holds();
}
