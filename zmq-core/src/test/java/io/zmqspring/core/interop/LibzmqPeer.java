package io.zmqspring.core.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.SocketType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A process in the container with one libzmq socket, given orders over a connection of its own; {@code peer.py} is the
 * other end.
 */
final class LibzmqPeer implements Peer {

    private final LibzmqContainer container;
    private final Library library;
    private final Orders orders;

    LibzmqPeer(LibzmqContainer container, Library library, SocketType type, Duration heartbeatInterval) {
        this.container = container;
        this.library = library;
        this.orders = new Orders(container.control(library));
        orders.give("open " + type + " HEARTBEAT_IVL=" + heartbeatInterval.toMillis() + " HEARTBEAT_TIMEOUT="
                + Limits.WAIT.toMillis());
    }

    @Override
    public String library() {
        return "libzmq " + orders.give("version");
    }

    @Override
    public void bind(String endpoint) {
        orders.give("bind " + endpoint);
    }

    @Override
    public void connect(String endpoint) {
        orders.give("connect " + endpoint);
    }

    @Override
    public void send(int... sizes) {
        orders.give("send " + Arrays.stream(sizes).mapToObj(Integer::toString).collect(joining(",")));
    }

    @Override
    public String receive() {
        return orders.give("receive");
    }

    @Override
    public void echo() {
        orders.give("echo");
    }

    @Override
    public void count(int first, int howMany) {
        orders.give("count " + first + " " + howMany);
    }

    @Override
    public void expect(int first, int howMany) {
        orders.give("expect " + first + " " + howMany);
    }

    @Override
    public void subscribe(byte[] topic) {
        orders.give("subscribe " + HexFormat.of().formatHex(topic));
    }

    @Override
    public void unsubscribe(byte[] topic) {
        orders.give("unsubscribe " + HexFormat.of().formatHex(topic));
    }

    @Override
    public void look() {
        orders.give("look");
    }

    @Override
    public void sendBytes(byte[] body) {
        orders.give("sendhex " + HexFormat.of().formatHex(body));
    }

    /**
     * Receives numbers up to one, in whatever order and however many there are.
     *
     * @param last the number after which it stops
     * @return what has come, in order, as ranges such as {@code 0-9,12-12}
     */
    String until(int last) {
        return orders.give("until " + last);
    }

    /** Gives an order that concerns no socket. */
    String ask(String order) {
        return orders.give(order);
    }

    /** Stops the process, all its threads, with SIGSTOP. */
    void stop() {
        signal("STOP");
    }

    /** Lets a stopped process go on, with SIGCONT. */
    void proceed() {
        signal("CONT");
    }

    /** Kills the process with SIGKILL, also when it is stopped. */
    @Override
    public void close() {
        try {
            signal("KILL");
        } finally {
            orders.close();
        }
    }

    private void signal(String name) {
        try (Orders others = new Orders(container.control(library))) {
            others.give("signal " + name + " " + orders.processId);
        }
    }

    /** The lines to and from one process. */
    private static final class Orders implements AutoCloseable {

        private static final int LIMIT_MS = (int) Limits.WAIT.plusSeconds(5).toMillis();

        private final Socket connection = new Socket();
        private final Writer out;
        private final BufferedReader in;
        private final String processId;

        Orders(InetSocketAddress control) {
            try {
                connection.connect(control, LIMIT_MS);
                connection.setSoTimeout(LIMIT_MS);
                connection.setTcpNoDelay(true);
                out = new OutputStreamWriter(connection.getOutputStream(), US_ASCII);
                in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
                processId = readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String give(String order) {
            try {
                out.write(order + "\n");
                out.flush();
                String[] answer = readLine().split(" ", 2);
                assertThat(answer[0]).as("%s: %s", order, answer[1]).isEqualTo("ok");
                return answer[1];
            } catch (IOException e) {
                throw new UncheckedIOException(order, e);
            }
        }

        private String readLine() throws IOException {
            String line = in.readLine();
            assertThat(line).as("the process in the container is there").isNotNull();
            return line;
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
