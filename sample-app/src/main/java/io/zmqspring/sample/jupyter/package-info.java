/**
 * A Jupyter kernel driven over its five sockets, in the profile {@code jupyter}; the sockets are in {@code
 * application-jupyter.yml}. A kernel is a process that runs Python for whoever sends it signed messages.
 *
 * <pre>
 *   process   KernelLauncher, LocalKernel: writes the connection file, starts Python, sends it signals
 *   sockets   Channel, KernelSockets: connects what the YAML names to the ports that the kernel has chosen
 *   messages  KernelMessage, WireProtocol, Signer: frames, signed and verified
 *             KernelClient sends, KernelListeners receives
 *   life      Kernel: start, interrupt, restart, shut down; Heartbeat sees it die
 *   cells     Cells: code that runs, its replies; Transcript: what it has printed
 *   page      JupyterController, TranscriptFeed; SameOriginOnly keeps other pages out
 * </pre>
 *
 * <p>The protocol is described in <a href="https://jupyter-client.readthedocs.io/en/stable/messaging.html">Messaging in
 * Jupyter</a>.
 */
@NullMarked
package io.zmqspring.sample.jupyter;

import org.jspecify.annotations.NullMarked;
