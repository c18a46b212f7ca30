package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqContainerProperties;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.boot.autoconfigure.ZmqProxyProperties;
import io.zmqspring.boot.autoconfigure.ZmqRequesterProperties;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables of {@code properties.md} are those of the configuration metadata, line by line. */
class PropertiesPageTest {

    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";
    private static final List<String> MAPS =
            List.of("zmq.sockets", "zmq.requesters", "zmq.proxies", "zmq.listener.containers");

    private final Page page = Page.of("properties");

    @Test
    void shouldHaveALineForEachProperty() throws IOException {
        List<String> shown = page.text()
                .lines()
                .filter(line -> line.matches("\\| `(zmq|management)\\..*"))
                .sorted()
                .toList();

        assertThat(shown).isEqualTo(described().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ZmqProperties.Socket.class,
                ZmqRequesterProperties.class,
                ZmqProxyProperties.class,
                ZmqContainerProperties.class
            })
    void shouldNameEachPropertyOfAnEntry(Class<?> entry) {
        List<String> names = Arrays.stream(BeanUtils.getPropertyDescriptors(entry))
                .map(PropertyDescriptor::getName)
                .filter(name -> !name.equals("class"))
                .map(PropertiesPageTest::dashed)
                .toList();

        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page.text()).contains('`' + name + '`'));
    }

    private static String dashed(String name) {
        return name.replaceAll("(\\p{Upper})", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Stream<String> described() throws IOException {
        try (InputStream file = PropertiesPageTest.class.getResourceAsStream(METADATA)) {
            JsonNode properties = JsonMapper.shared().readTree(file).get("properties");
            return StreamSupport.stream(properties.spliterator(), false)
                    .filter(property -> isOnItsOwn(property.get("name").asString()))
                    .map(PropertiesPageTest::line)
                    .toList()
                    .stream();
        }
    }

    /** Options of sockets and entries of maps have tables of another kind. */
    private static boolean isOnItsOwn(String name) {
        return !name.startsWith("zmq.defaults.options.") && !MAPS.contains(name);
    }

    private static String line(JsonNode property) {
        String value = property.path("defaultValue").asString("");
        String description = property.get("description").asString();
        return "| `" + property.get("name").asString() + "` |"
                + (value.isEmpty() ? "" : " `" + value + '`')
                + " | "
                + description.substring(0, description.length() - 1)
                + " |";
    }
}
