package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.ContextOption;
import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.Metadata;
import io.zmqspring.core.option.OptionUnit;
import io.zmqspring.core.option.ReconnectStop;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.Secret;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.option.SocksProxy;
import io.zmqspring.core.option.ZmqOption;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigurationMetadataTest {

    private static final String OPTIONS = "zmq.defaults.options.";
    private static final String CONTEXT = "zmq.context.";
    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

    private final JsonNode metadata = read();
    private final Map<String, JsonNode> properties = properties();

    @Test
    void shouldDescribeEveryProperty() {
        assertThat(properties)
                .containsKeys(
                        "zmq.enabled",
                        "zmq.context.io-threads",
                        "zmq.context.wait-strategy",
                        "zmq.context.thread-name-prefix",
                        "zmq.context.max-direct-memory",
                        "zmq.context.max-body-memory",
                        "zmq.defaults.options.linger",
                        "zmq.defaults.options.heartbeat.interval",
                        "zmq.defaults.options.tcp-keepalive.idle",
                        "zmq.sockets",
                        "zmq.template.default-socket",
                        "zmq.template.send-timeout",
                        "zmq.listener.concurrency",
                        "zmq.listener.shutdown-timeout",
                        "zmq.health.require-peers",
                        "management.health.zmq.enabled");
        assertThat(properties)
                .allSatisfy((name, property) -> assertThat(
                                property.path("description").asString(""))
                        .as(name)
                        .matches("[A-Z].*[^.](\\. [A-Z].*)*\\."));
    }

    @Test
    void shouldTellTheDefaultsThatDifferFromTheEngine() {
        assertThat(defaultOf("zmq.defaults.options.max-message-size")).isEqualTo("64MB");
        assertThat(defaultOf("zmq.defaults.options.heartbeat.interval")).isEqualTo("15s");
        assertThat(defaultOf("zmq.template.send-timeout")).isEqualTo("5s");
        assertThat(defaultOf("zmq.listener.shutdown-timeout")).isEqualTo("10s");
        assertThat(defaultOf("zmq.context.wait-strategy")).isEqualTo("spin-then-park");
        assertThat(defaultOf("zmq.enabled")).isEqualTo("true");
    }

    @Test
    void shouldTellTheTypesOfEntries() {
        assertThat(properties.get("zmq.sockets").get("type").asString())
                .isEqualTo("java.util.Map<java.lang.String,io.zmqspring.boot.autoconfigure.ZmqProperties$Socket>");
        assertThat(properties.get("zmq.requesters").get("type").asString())
                .isEqualTo("java.util.Map<java.lang.String,io.zmqspring.boot.autoconfigure.ZmqRequesterProperties>");
    }

    @Test
    void shouldHintAtNamesAndWaitStrategies() {
        assertThat(metadata.get("hints").findValuesAsString("name"))
                .contains(
                        "zmq.sockets.keys",
                        "zmq.requesters.keys",
                        "zmq.proxies.keys",
                        "zmq.listener.containers.keys",
                        "zmq.template.default-socket",
                        "zmq.health.require-peers",
                        "zmq.context.wait-strategy");
    }

    static List<SocketOption<?>> socketOptions() {
        return SocketOption.all();
    }

    static Stream<ContextOption<?>> contextOptions() {
        return ContextOption.all().stream().filter(option -> option.property() != null);
    }

    @ParameterizedTest
    @MethodSource("socketOptions")
    void shouldTellTypeAndDefaultOfEachOptionOfSockets(SocketOption<?> option) {
        JsonNode property = properties.get(OPTIONS + option.property());

        assertThat(property).isNotNull();
        assertThat(property.path("type").asString()).isEqualTo(typeOf(option));
        assertThat(property.path("defaultValue").asString("none")).isEqualTo(text(option, bootDefaultOf(option)));
    }

    @Test
    void shouldHaveNoOtherOptionsOfSockets() {
        assertThat(properties.keySet().stream().filter(name -> name.startsWith(OPTIONS)))
                .containsExactlyInAnyOrderElementsOf(socketOptions().stream()
                        .map(option -> OPTIONS + option.property())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("contextOptions")
    void shouldTellTypeAndDefaultOfEachOptionOfTheContext(ContextOption<?> option) {
        JsonNode property = properties.get(CONTEXT + option.property());

        assertThat(property).isNotNull();
        assertThat(property.path("type").asString()).isEqualTo(typeOf(option));
        assertThat(property.path("defaultValue").asString("none")).isEqualTo(text(option, option.defaultValue()));
    }

    @Test
    void shouldHaveNoOtherOptionsOfTheContext() {
        assertThat(properties.keySet().stream().filter(name -> name.startsWith(CONTEXT)))
                .containsExactlyInAnyOrderElementsOf(contextOptions()
                        .map(option -> CONTEXT + option.property())
                        .toList());
    }

    @Test
    void shouldTellTheDefaultOfEveryPropertyOrDescribeIt() {
        assertThat(properties)
                .allSatisfy((name, property) -> assertThat(property.has("defaultValue")
                                || property.path("description").asString().contains("by default"))
                        .as(name)
                        .isTrue());
    }

    private static Object bootDefaultOf(SocketOption<?> option) {
        return SocketOptionsMapper.forAny(new ZmqProperties().getDefaults().getOptions(), "zmq.defaults.options")
                .get(option);
    }

    private static String typeOf(ZmqOption<?> option) {
        Class<?> type = option.range().type();
        if (type == Metadata.class) {
            return "java.util.Map<java.lang.String,java.lang.String>";
        }
        boolean size = option.range().unit() == OptionUnit.BYTES;
        if (option == SocketOption.RECONNECT_STOP) {
            return "java.util.Set<" + ReconnectStop.class.getName() + ">";
        }
        boolean text = Set.of(RoutingId.class, MessageBody.class, SocksProxy.class, Secret.class)
                .contains(type);
        return (size ? DataSize.class : text ? String.class : type).getName();
    }

    /** {@return a value as one would configure it} */
    private static String text(ZmqOption<?> option, Object value) {
        return switch (option.range().unit()) {
            case TIME -> timeText((Duration) value);
            case BYTES -> sizeText(((Number) value).longValue());
            default ->
                value instanceof Enum<?> constant
                        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                        : value == null || value.equals(Set.of()) || value.equals(Metadata.NONE)
                                ? "none"
                                : value.toString();
        };
    }

    private static String timeText(Duration time) {
        if (time == null) {
            return "-1";
        }
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    private static String sizeText(long bytes) {
        return bytes > 0 && bytes % (1 << 20) == 0 ? (bytes >> 20) + "MB" : bytes + "B";
    }

    private String defaultOf(String property) {
        return properties.get(property).path("defaultValue").asString();
    }

    private Map<String, JsonNode> properties() {
        Map<String, JsonNode> found = new TreeMap<>();
        for (JsonNode property : metadata.get("properties")) {
            found.put(property.get("name").asString(), property);
        }
        return found;
    }

    private static JsonNode read() {
        try (InputStream file = ConfigurationMetadataTest.class.getResourceAsStream(METADATA)) {
            return JsonMapper.shared().readTree(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(METADATA + " cannot be read", unreadable);
        }
    }
}
