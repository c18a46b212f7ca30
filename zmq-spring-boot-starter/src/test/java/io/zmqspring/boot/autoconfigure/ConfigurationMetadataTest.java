package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigurationMetadataTest {

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
    void shouldTellTheTypeOfASocketsEntry() {
        assertThat(properties.get("zmq.sockets").get("type").asString())
                .isEqualTo("java.util.Map<java.lang.String,io.zmqspring.boot.autoconfigure.ZmqProperties$Socket>");
    }

    @Test
    void shouldHintAtSocketNamesAndWaitStrategies() {
        assertThat(metadata.get("hints").findValuesAsString("name"))
                .contains(
                        "zmq.sockets.keys",
                        "zmq.template.default-socket",
                        "zmq.health.require-peers",
                        "zmq.context.wait-strategy");
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
