package io.zmqspring.boot.autoconfigure;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Endpoints within the process in place of those of a network, so that tests need no port: {@code tcp} endpoints of one
 * port meet whatever host they name, {@code ipc} endpoints of one path. A bind to a free port or path has a name that
 * no configured connect can know.
 */
final class InprocEndpoints implements ZmqConnectionDetails {

    private static final Pattern TCP = Pattern.compile("tcp://.*:(\\d+|\\*)");
    private static final Pattern IPC = Pattern.compile("ipc://(.*)");
    private static final String PREFIX = "inproc://zmq-test/";

    @Override
    public List<String> getConnect(String name, List<String> configured) {
        return configured.stream().map(endpoint -> inproc(name, endpoint)).toList();
    }

    @Override
    public List<String> getBind(String name, List<String> configured) {
        return getConnect(name, configured);
    }

    private static String inproc(String name, String endpoint) {
        Matcher tcp = TCP.matcher(endpoint);
        if (tcp.matches()) {
            String port = tcp.group(1);
            return PREFIX + (port.equals("*") || port.equals("0") ? "free/" + name : "tcp/" + port);
        }
        Matcher ipc = IPC.matcher(endpoint);
        if (ipc.matches()) {
            return PREFIX + (ipc.group(1).equals("*") ? "free/" + name : "ipc/" + ipc.group(1));
        }
        return endpoint;
    }
}
