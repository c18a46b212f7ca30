package io.zmqspring.core.benchmark.engine;

/** Opens engines by name. */
public final class Engines {

    /** Name of the engine without messages. */
    public static final String BARE = "bare";

    private Engines() {}

    /**
     * Opens an engine.
     *
     * @param name {@code ours}, {@code jeromq} or {@code bare}
     * @param address at which it is going to be used, or its scheme
     * @param settings of the run
     * @return the open engine
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Engine open(String name, String address, EngineSettings settings) {
        return switch (name) {
            case "ours" -> new ZmqSpringEngine(settings);
            case "jeromq" -> new JeroMqEngine(settings);
            case BARE -> address.startsWith("inproc") ? new BareQueueEngine(settings) : new BareChannelEngine(settings);
            default -> throw new IllegalArgumentException("no engine of this JVM: " + name);
        };
    }
}
