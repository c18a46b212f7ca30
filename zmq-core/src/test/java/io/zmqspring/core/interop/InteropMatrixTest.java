package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.core.ZmqContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/**
 * Every pair of types over every way to be connected to every library. The table of {@code INTEROP.md} is what this
 * writes to {@code target/interop.md}.
 */
class InteropMatrixTest {

    private static final Path REPORT = Path.of("target", "interop.md");
    private static final int[] SIZES = {
        0, 1, 33, 34, 245, 246, 254, 255, 256, 8191, 8192, 8193, 65_535, 65_536, 16 << 20
    };
    private static final int[][] MULTIPART = {
        {0, 245}, {8192, 0}, IntStream.range(0, 1000).map(frame -> frame % 300).toArray()
    };
    private static final InteropTable TABLE = new InteropTable();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    static Stream<Arguments> cells() {
        return Link.toEveryLibrary()
                .flatMap(link -> Arrays.stream(Flow.values()).map(flow -> Arguments.of(link, flow)));
    }

    @ParameterizedTest(name = "{1} over {0}")
    @MethodSource("cells")
    void shouldCarryMessagesOfEverySizeBetweenEveryPairOfTypes(Link link, Flow flow) {
        if (flow.isDraft() && link.library() == Library.LIBZMQ) {
            TABLE.put(link, flow, "–");
            assumeTrue(false, "this libzmq was built without the drafts");
        }
        String cell = "FAILED";
        try (Dialogue dialogue = Dialogue.begin(context, link, flow)) {
            for (int size : SIZES) {
                dialogue.carry(size);
            }
            for (int[] sizes : flow.ourType().isMultipart() ? MULTIPART : new int[0][]) {
                dialogue.carry(sizes);
            }
            cell = Integer.toString(dialogue.carried());
        } catch (TestAbortedException e) {
            cell = null;
            throw e;
        } finally {
            if (cell != null) {
                TABLE.put(link, flow, cell);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.zmqspring.core.interop.Link#toEveryLibrary")
    void shouldBeTheVersionOfTheLibraryThatTheTableNames(Link link) {
        try (Peer peer = link.library().open(Flow.PUSH_TO_PULL.peerType())) {
            assertThat(peer.library()).isEqualTo(link.library().version());
        }
    }

    @Test
    void shouldHaveARowForEveryLegalPairOfTypes() {
        assertThat(Arrays.stream(Flow.values()).map(flow -> flow.ourType() + ", " + flow.peerType()))
                .containsExactlyInAnyOrderElementsOf(Flow.legalPairs().toList());
    }

    @AfterAll
    static void shouldBeTheTableInTheDocument() throws IOException {
        List<String> lines = TABLE.lines(InteropTable.written());
        Files.write(REPORT, lines);
        System.out.println(String.join(System.lineSeparator(), lines));
        assertThat(InteropTable.writtenLines()).as("the table in INTEROP.md").isEqualTo(lines);
    }
}
