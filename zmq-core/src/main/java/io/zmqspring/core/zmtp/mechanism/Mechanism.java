package io.zmqspring.core.zmtp.mechanism;

/**
 * Security mechanism of a socket, with its role and credentials (37/ZMTP, Security Mechanisms). Both sides of a
 * connection must name the same one. Any thread; immutable.
 */
public interface Mechanism {

    /** {@return the name in the greeting, 1 to 20 of {@code A-Z 0-9 - _ . +}} */
    String name();

    /** {@return whether this side is the server of the mechanism, the as-server bit of the greeting} */
    boolean isServer();

    /**
     * {@return whether peers are taken that speak ZMTP 1.0 or 2.0, which have no security mechanism} A mechanism that
     * authenticates returns {@code false}: an attacker would only have to claim an old version.
     */
    default boolean takesLegacyPeers() {
        return false;
    }

    /**
     * Begins the handshake of one connection, once both greetings are there and name this mechanism. It may send its
     * first command here.
     *
     * @param exchange with the peer
     * @return takes the peer's commands
     * @throws RefusedException when the peer is not wanted
     */
    SecurityHandshake begin(HandshakeExchange exchange);
}
