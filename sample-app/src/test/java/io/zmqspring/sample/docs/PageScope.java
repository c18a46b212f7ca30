package io.zmqspring.sample.docs;

import java.nio.file.Path;
import java.util.Map;

/** What pieces of Java use without a declaration, by page: what the page says around them. */
final class PageScope {

    private static final Map<String, String> SCOPES = Map.of(
            "zmq-core/TOOLS.md",
            """
            ZmqContext context;
            """,
            "zmq-core/docs/engine.md",
            """
            PullSocket in;
            PushSocket out, push;
            XSubSocket xsub;
            XPubSocket xpub;
            RepSocket rep;
            """,
            "zmq-core/docs/from-jeromq.md",
            """
            void work(byte[] task) {}
            """,
            "zmq-core/docs/options.md",
            """
            ZmqContext context;
            """,
            "zmq-core/docs/patterns.md",
            """
            ZmqContext context;
            PubSocket pub;
            SubSocket sub;
            """);

    private PageScope() {}

    /** {@return declarations of members of the class around the pieces of a page} */
    static String of(Path page) {
        return SCOPES.getOrDefault(page.toString().replace('\\', '/'), "");
    }
}
