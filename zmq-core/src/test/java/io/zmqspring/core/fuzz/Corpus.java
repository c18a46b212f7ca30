package io.zmqspring.core.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Known inputs of a target: a line each in a file of its name, in hexadecimal with spaces; {@code #} begins a comment.
 */
final class Corpus {

    private Corpus() {}

    static List<byte[]> of(FuzzTarget target) {
        String file = "/fuzz/" + target.name().toLowerCase(Locale.ROOT) + ".txt";
        List<byte[]> inputs = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(file), file)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String hex = line.replaceAll("#.*", "").replace(" ", "").trim();
                if (!hex.isEmpty()) {
                    inputs.add(HexFormat.of().parseHex(hex));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return inputs;
    }
}
