package io.zmqspring.core.transport;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** This platform, had it not one of its protocol families. */
public final class PlatformWithout extends SelectorProvider {

    private final SelectorProvider platform = SelectorProvider.provider();
    private final ProtocolFamily missing;

    /**
     * Takes one family away.
     *
     * @param missing the family that no channel can be opened for
     */
    public PlatformWithout(ProtocolFamily missing) {
        this.missing = missing;
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
        return platform.openSocketChannel(present(family));
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
        return platform.openServerSocketChannel(present(family));
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return platform.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return platform.openDatagramChannel(present(family));
    }

    @Override
    public Pipe openPipe() throws IOException {
        return platform.openPipe();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        return platform.openSelector();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return platform.openServerSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return platform.openSocketChannel();
    }

    private ProtocolFamily present(ProtocolFamily family) {
        if (family == missing) {
            throw new UnsupportedOperationException("Protocol family not supported");
        }
        return family;
    }
}
