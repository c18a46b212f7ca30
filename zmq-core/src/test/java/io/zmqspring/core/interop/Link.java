package io.zmqspring.core.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** One way to be connected: to whom, over what, and who binds. */
record Link(Library library, Transport transport, Role role) {

    /** What carries the bytes. */
    enum Transport {
        TCP,
        IPC
    }

    /** What our side does. */
    enum Role {
        WE_BIND,
        WE_CONNECT
    }

    /** {@return every way there is; JeroMQ's ipc is tcp under another name, so it has none} */
    static Stream<Link> all() {
        return Arrays.stream(Role.values())
                .flatMap(role -> Stream.of(
                        new Link(Library.LIBZMQ, Transport.TCP, role),
                        new Link(Library.LIBZMQ, Transport.IPC, role),
                        new Link(Library.JEROMQ, Transport.TCP, role)));
    }

    /** {@return those of {@link #all()}, and those to the libzmq with drafts} */
    static Stream<Link> toEveryLibrary() {
        return Arrays.stream(Library.values())
                .flatMap(library -> Arrays.stream(Transport.values())
                        .filter(transport -> library.isInContainer() || transport == Transport.TCP)
                        .flatMap(transport ->
                                Arrays.stream(Role.values()).map(role -> new Link(library, transport, role))));
    }

    /** {@return those over tcp} */
    static Stream<Link> allTcp() {
        return all().filter(link -> link.transport == Transport.TCP);
    }

    /** {@return those to libzmq} */
    static Stream<Link> allLibzmq() {
        return all().filter(link -> link.library == Library.LIBZMQ);
    }

    /** {@return those to libzmq over tcp} */
    static Stream<Link> allTcpToLibzmq() {
        return allLibzmq().filter(link -> link.transport == Transport.TCP);
    }

    /** {@return every {@link Link} with every plain {@link Flow}} */
    static Stream<Arguments> allWithFlows() {
        return withFlows(Flow.PLAIN);
    }

    /** {@return every {@link Link} with every {@link Flow} in which we send} */
    static Stream<Arguments> allWithSendingFlows() {
        return withFlows(List.of(Flow.PUSH_TO_PULL, Flow.PAIR_WITH_PAIR));
    }

    private static Stream<Arguments> withFlows(List<Flow> flows) {
        return all().flatMap(link -> flows.stream().map(flow -> Arguments.of(link, flow)));
    }

    @Override
    public String toString() {
        return String.join(" ", library.name(), transport.name(), role.name())
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }
}
