package io.zmqspring.core.interop;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What was carried between which sockets: a row for each pair of types, a column for each way to be connected. */
final class InteropTable {

    private static final Path DOCUMENT = Path.of("INTEROP.md");
    private static final String CORNER = "ours, peer's";
    private static final String NOT_RUN = "?";
    private static final List<Link> COLUMNS = Link.toEveryLibrary().toList();

    private final Map<Flow, Map<Link, String>> cells = new HashMap<>();

    void put(Link link, Flow flow, String cell) {
        cells.computeIfAbsent(flow, key -> new HashMap<>()).put(link, cell);
    }

    /** {@return the lines of a table in Markdown; what was not put is as it was before} */
    List<String> lines(InteropTable before) {
        List<String> lines = new ArrayList<>();
        lines.add(line(Stream.concat(Stream.of(CORNER), COLUMNS.stream().map(InteropTable::title))));
        lines.add("|---".repeat(COLUMNS.size() + 1) + "|");
        for (Flow flow : Flow.values()) {
            lines.add(line(Stream.concat(
                    Stream.of(flow.ourType() + ", " + flow.peerType()),
                    COLUMNS.stream()
                            .map(link ->
                                    cell(link, flow).equals(NOT_RUN) ? before.cell(link, flow) : cell(link, flow)))));
        }
        return lines;
    }

    private String cell(Link link, Flow flow) {
        return cells.getOrDefault(flow, Map.of()).getOrDefault(link, NOT_RUN);
    }

    /** {@return the table in the document} */
    static InteropTable written() throws IOException {
        InteropTable table = new InteropTable();
        List<String> lines = writtenLines();
        for (int row = 2; row < lines.size(); row++) {
            String[] columns = lines.get(row).split(" *\\| *");
            Flow flow = Flow.of(columns[1]);
            for (int column = 0; column < COLUMNS.size() && column + 2 < columns.length; column++) {
                table.put(COLUMNS.get(column), flow, columns[column + 2]);
            }
        }
        return table;
    }

    static List<String> writtenLines() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| " + CORNER))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String title(Link link) {
        return String.join(
                        " ", link.library().version(), link.transport().name().toLowerCase(Locale.ROOT))
                + (link.role() == Link.Role.WE_BIND ? " bind" : " connect");
    }

    private static String line(Stream<String> cells) {
        return cells.collect(joining(" | ", "| ", " |"));
    }
}
