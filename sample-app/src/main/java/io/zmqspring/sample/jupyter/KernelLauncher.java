package io.zmqspring.sample.jupyter;

/** Starts kernels, on this machine or elsewhere. */
@FunctionalInterface
interface KernelLauncher {

    /**
     * Starts a kernel and waits until its ports are known.
     *
     * @param key what messages are signed with
     * @return the kernel, which may not answer yet
     * @throws KernelException when it cannot be started
     * @throws InterruptedException when interrupted; no kernel is left
     */
    KernelProcess launch(String key) throws InterruptedException;
}
