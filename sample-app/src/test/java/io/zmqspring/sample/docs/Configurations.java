package io.zmqspring.sample.docs;

import io.zmqspring.sample.docs.MarkdownPage.CodeBlock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Configurations as pages show them, and the properties that the libraries of the sample describe. */
final class Configurations {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    /** Types of the described properties by name. */
    private static final Map<String, String> DESCRIBED = described();

    private Configurations() {}

    static List<PropertySource<?>> load(CodeBlock block) {
        try {
            byte[] text = block.text().getBytes(StandardCharsets.UTF_8);
            return new YamlPropertySourceLoader().load(block.toString(), new ByteArrayResource(text));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@return the keys of a configuration that no library describes; those of {@code zmq} are left to its binding} */
    static List<String> unknownKeys(CodeBlock block) {
        return load(block).stream()
                .flatMap(source -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
                .map(key -> INDEX.matcher(key).replaceAll(""))
                .distinct()
                .filter(key -> !key.startsWith("zmq."))
                .filter(Predicate.not(Configurations::isDescribed))
                .toList();
    }

    private static boolean isDescribed(String key) {
        return DESCRIBED.containsKey(key)
                || DESCRIBED.entrySet().stream()
                        .anyMatch(property -> property.getValue().startsWith("java.util.Map<")
                                && key.startsWith(property.getKey() + "."));
    }

    private static Map<String, String> described() {
        Map<String, String> found = new TreeMap<>();
        try {
            List<URL> files = new ArrayList<>(
                    Collections.list(Configurations.class.getClassLoader().getResources(METADATA)));
            for (URL file : files) {
                try (InputStream in = file.openStream()) {
                    for (JsonNode property : JsonMapper.shared().readTree(in).get("properties")) {
                        found.put(
                                property.get("name").asString(),
                                property.path("type").asString(""));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }
}
