package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "X-", "x", "Tenant", "X-a b", "X-ü", "X-a:b", "Socket-Type", "Identity", "Y-a"})
    void shouldRefuseANameThatCannotBeSentOrBelongsToZmtp(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of(name, "value"))
                .withMessageContaining("begins with X-")
                .withMessageContaining("name=\"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-a", "x-A", "X-0-_.+", "X--"})
    void shouldTakeEveryNameOfTheGrammar(String name) {
        assertThat(Metadata.of(name, "ü").values()).containsExactly(Map.entry(name, "ü"));
    }

    @Test
    void shouldRefuseANameOfMoreThan255Bytes() {
        assertThat(Metadata.of("X-" + "a".repeat(253), "").values()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of("X-" + "a".repeat(254), ""));
    }

    @Test
    void shouldRefuseMoreBytesThanAPeerKeepsCountedInUtf8() {
        assertThat(Metadata.of("X-a", "b".repeat(3069)).values()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of("X-a", "b".repeat(3068) + "ü"))
                .withMessageContaining("at most 3072")
                .withMessageContaining("bytes=3073");
    }

    @Test
    void shouldRefuseTwoNamesThatDifferInCaseOnly() {
        Map<String, String> twice = new LinkedHashMap<>();
        twice.put("X-a", "1");
        twice.put("x-A", "2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of(twice))
                .withMessageContaining("x-A")
                .withMessageContaining("X-a");
    }

    @Test
    void shouldNotChangeWithTheMapItWasMadeOf() {
        Map<String, String> values = new HashMap<>(Map.of("X-a", "1"));
        Metadata metadata = Metadata.of(values);
        values.put("X-b", "2");

        assertThat(metadata).isEqualTo(Metadata.of("X-a", "1")).hasSameHashCodeAs(Metadata.of("X-a", "1"));
        assertThat(metadata.values()).containsOnlyKeys("X-a");
        assertThat(Metadata.of(Map.of())).isSameAs(Metadata.NONE);
    }
}
