package io.zmqspring.core.loop;

/** Whether a thread still wants to lead a loop. */
@FunctionalInterface
public interface LeaderCondition {

    /** {@return whether it does} */
    boolean holds();
}
