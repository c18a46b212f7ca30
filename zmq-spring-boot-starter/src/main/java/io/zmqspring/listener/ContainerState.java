package io.zmqspring.listener;

/** Where a listener container is in its life. */
public enum ContainerState {

    /** Not started yet, or stopped: has no worker. */
    STOPPED,
    /** Its workers receive, or wait to be resumed. */
    RUNNING,
    /** Its workers hand over what had arrived and finish. */
    STOPPING,
    /** Ended because it could not go on. A start tries again. */
    FAILED
}
