/** ZeroMQ for the JVM: our own ZMTP 3.1 engine, JDK only. */
module io.zmqspring.core {
    requires static transitive org.jspecify;
    requires static java.management;
    requires static jdk.management;
    requires static jdk.net;

    exports io.zmqspring.core;
    exports io.zmqspring.core.error;
    exports io.zmqspring.core.lifecycle;
    exports io.zmqspring.core.message;
    exports io.zmqspring.core.monitor;
    exports io.zmqspring.core.option;
}
