package io.zmqspring.docs;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.test.ZmqTestPeers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** A page of the reference, as it stands in {@code docs}: its blocks of code and of configuration. */
record Page(String name, String text) {

    private static final Path DOCS = Path.of("docs");
    private static final String FENCE = "```";

    static Page of(String name) {
        return read(DOCS.resolve(name + ".md"));
    }

    static List<Page> all() {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.sorted().map(Page::read).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Page read(Path file) {
        try {
            return new Page(file.getFileName().toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@return its blocks in a language, in their order} */
    List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : text.lines().toList()) {
            if (block == null && line.equals(FENCE + language)) {
                block = new StringBuilder();
            } else if (block != null && line.equals(FENCE)) {
                blocks.add(block.toString());
                block = null;
            } else if (block != null) {
                block.append(line).append('\n');
            }
        }
        return blocks;
    }

    /** {@return an application with blocks of its configuration, by their places, whose sockets need no port} */
    ApplicationContextRunner application(int... configurations) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ZmqAutoConfiguration.class))
                .withBean(ZmqTestPeers.class)
                .withPropertyValues("zmq.test.inproc=true");
        List<String> blocks = blocks("yaml");
        for (int index : configurations) {
            runner = runner.withInitializer(context -> configure(context, blocks.get(index)));
        }
        return runner;
    }

    private static void configure(ConfigurableApplicationContext context, String yaml) {
        try {
            for (PropertySource<?> source : new YamlPropertySourceLoader()
                    .load("page" + yaml.hashCode(), new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))) {
                context.getEnvironment().getPropertySources().addLast(source);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Shows its name. */
    @Override
    public String toString() {
        return name;
    }
}
