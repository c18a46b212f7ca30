package io.zmqspring.sample.jupyter;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a connection file holds, as JSON with names such as {@code shell_port}: where the sockets of a kernel are. With
 * a port of 0 the kernel chooses one and writes it back (ipykernel does; the protocol does not demand it).
 *
 * @param transport {@code tcp} or {@code ipc}
 * @param ip the address, or the first part of the paths of ipc
 * @param shellPort of {@link Channel#SHELL}
 * @param controlPort of {@link Channel#CONTROL}
 * @param iopubPort of {@link Channel#IOPUB}
 * @param stdinPort of {@link Channel#STDIN}
 * @param hbPort of the heartbeat
 * @param signatureScheme how messages are signed, {@code hmac-sha256}
 * @param key the secret they are signed with
 */
@JsonNaming(SnakeCaseStrategy.class)
record ConnectionInfo(
        String transport,
        String ip,
        int shellPort,
        int controlPort,
        int iopubPort,
        int stdinPort,
        int hbPort,
        String signatureScheme,
        String key) {

    /** {@return a file that leaves the ports of this machine to the kernel} */
    static ConnectionInfo withPortsOfTheKernel(String key) {
        return new ConnectionInfo("tcp", "127.0.0.1", 0, 0, 0, 0, 0, Signer.SCHEME, key);
    }

    /** {@return whether the kernel has chosen all ports} */
    boolean hasPorts() {
        return shellPort > 0 && controlPort > 0 && iopubPort > 0 && stdinPort > 0 && hbPort > 0;
    }

    /** {@return the endpoint of a channel} */
    String endpoint(Channel channel) {
        return endpoint(
                switch (channel) {
                    case SHELL -> shellPort;
                    case CONTROL -> controlPort;
                    case IOPUB -> iopubPort;
                    case STDIN -> stdinPort;
                });
    }

    /** {@return the endpoint of the heartbeat} */
    String heartbeat() {
        return endpoint(hbPort);
    }

    private String endpoint(int port) {
        return transport + "://" + ip + (transport.equals("ipc") ? "-" : ":") + port;
    }
}
