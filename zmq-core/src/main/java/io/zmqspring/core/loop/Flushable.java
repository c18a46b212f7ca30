package io.zmqspring.core.loop;

/** Something that collects bytes faster than it is worth writing them one by one. */
@FunctionalInterface
public interface Flushable {

    /**
     * Called by the loop's owner, again and again some ten microseconds apart, until it says that it is at rest.
     *
     * @param last whether the owner is about to sleep, so that nothing may be left for a later look
     * @return whether it wants another look
     */
    boolean look(boolean last);
}
