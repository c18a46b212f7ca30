package io.zmqspring.core.loop;

/** Whether a thread still wants to lead a loop. */
@FunctionalInterface
public interface LeadCondition {

    /** {@return whether it does} */
    boolean holds();
}
