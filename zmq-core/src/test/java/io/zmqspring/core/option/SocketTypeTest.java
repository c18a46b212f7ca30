package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTypeTest {

    @ParameterizedTest
    @CsvSource({
        "PAIR, PAIR, true, true, true",
        "PUSH, PULL, true, false, true",
        "PULL, PUSH, false, true, true",
        "SCATTER, GATHER, true, false, false",
        "GATHER, SCATTER, false, true, false",
        "CHANNEL, CHANNEL, true, true, false",
        "REQ, REP ROUTER, true, true, true",
        "REP, REQ DEALER, true, true, true",
        "DEALER, REP DEALER ROUTER, true, true, true",
        "ROUTER, REQ DEALER ROUTER, true, true, true",
        "PUB, SUB XSUB, true, false, true",
        "SUB, PUB XPUB, false, true, true",
        "XPUB, SUB XSUB, true, true, true",
        "XSUB, PUB XPUB, true, true, true"
    })
    void shouldTalkToItsCounterpartsOnly(
            SocketType type, String peers, boolean sends, boolean receives, boolean multipart) {
        assertThat(type.peers()).extracting(SocketType::name).containsExactly(peers.split(" "));
        assertThat(type.sends()).isEqualTo(sends);
        assertThat(type.receives()).isEqualTo(receives);
        assertThat(type.isMultipart()).isEqualTo(multipart);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByItsNameOnTheWire(SocketType type) {
        assertThat(SocketType.ofWireName(type.wireName())).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "push", "PUSH ", "DEALERS", "\u0000"})
    void shouldNotBeFoundByAnotherName(String name) {
        assertThat(SocketType.ofWireName(name)).isEmpty();
    }

    @Test
    void shouldBeSymmetric() {
        for (SocketType type : SocketType.values()) {
            for (SocketType peer : type.peers()) {
                assertThat(peer.peers()).contains(type);
            }
        }
    }
}
