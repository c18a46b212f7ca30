package io.zmqspring.core.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Greetings of peers that speak ZMTP 1.0 and 2.0, and ours to them. */
class LegacyGreetingTest {

    private static final String SIGNATURE = "FF 0000000000000001 7F ";
    private static final byte[] TRAFFIC = Bytes.of("03 00 4869");

    @ParameterizedTest
    @CsvSource({
        "01 00,                                     UNVERSIONED, -1, ''",
        "03 00 4142,                                UNVERSIONED, -1, AB",
        "FF 0000000000000001 00,                    UNVERSIONED, -1, ''",
        "FF 0000000000000003 00 4142,               UNVERSIONED, -1, AB",
        "FF 0000000000000001 7F 00 05 01 00,        REVISION_0,  -1, ''",
        "FF 0000000000000003 7F 00 05 03 00 4142,   REVISION_0,  -1, AB",
        "FF 0000000000000001 7F 01 08 00 00,        REVISION_1,  8,  ''",
        "FF 0000000000000003 7F 01 05 00 02 4142,   REVISION_1,  5,  AB",
        "FF 0000000000000000 01 02 00 00 02 4142,   REVISION_1,  0,  AB",
        "FF 0000000000000000 7F 01 05 02 0000000000000002 4142, REVISION_1, 5, AB"
    })
    void shouldReadTheGreetingHoweverItIsCutAndLeaveTheTraffic(
            String hex, PeerRevision revision, int socketType, String identity) {
        byte[] greeting = Bytes.of(hex);
        byte[] stream = Bytes.join(greeting, TRAFFIC);
        for (int cut = 0; cut <= stream.length; cut++) {
            HandshakeReader reader = new HandshakeReader(65_536);
            ByteBuffer in = ByteBuffer.wrap(stream).limit(cut);
            reader.feed(in);
            assertThat(reader.legacyGreeting() != null)
                    .as("complete at %s", cut)
                    .isEqualTo(cut >= greeting.length);
            reader.feed(in.limit(stream.length));

            LegacyGreeting legacy = reader.legacyGreeting();
            assertThat(legacy).isNotNull();
            assertThat(legacy.revision()).isEqualTo(revision);
            assertThat(legacy.socketType()).isEqualTo(socketType);
            assertThat(legacy.identity()).isEqualTo(Bytes.ascii(identity));
            assertThat(in.position()).isEqualTo(greeting.length);
            reader.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00,                               '0 arrived first'",
        "47 45,                            '0x45 arrived: the peer does not speak ZMTP'",
        "16 03,                            '0x3 arrived: the peer does not speak ZMTP'",
        "02 01,                            '0x1 arrived: the peer does not speak ZMTP'",
        "FF 0000000000000000 00,           '0 arrived first'",
        "FF 8000000000000000 00,           '9223372036854775808 arrived first'",
        "FF FFFFFFFFFFFFFFFF 00,           '18446744073709551615 arrived first'",
        "FF 0000000000000101 00,           'one of 256 arrived'",
        "FF 7FFFFFFFFFFFFFFF 00,           'one of 9223372036854775806 arrived'",
        "FF 0000000000000001 02,           '0x2 arrived: the peer does not speak ZMTP'",
        "FF 0000000000000001 7F 00 00 00,  '0 arrived first'",
        "FF 0000000000000001 7F 01 00 01,  '0x1 arrived'",
        "FF 0000000000000001 7F 01 00 04,  '0x4 arrived'",
        "FF 0000000000000001 7F 01 00 02 0000000000000100, 'one of 256 arrived'",
        "FF 0000000000000001 7F 01 00 02 8000000000000000, '9223372036854775808 arrived'",
        "FF 0000000000000001 7F 01 00 02 FFFFFFFFFFFFFFFF, '18446744073709551615 arrived'"
    })
    void shouldRefuseWhatIsNoGreetingAtTheByteThatShowsIt(String hex, String reason) {
        byte[] bytes = Bytes.of(hex);
        HandshakeReader reader = new HandshakeReader(65_536);
        reader.feed(ByteBuffer.wrap(bytes, 0, bytes.length - 1));

        assertThatExceptionOfType(ZmqProtocolViolationException.class)
                .isThrownBy(() -> reader.feed(ByteBuffer.wrap(bytes, bytes.length - 1, 1)))
                .withMessageContaining(reason);
    }

    @Test
    void shouldTakeAnIdentityOf255Bytes() {
        byte[] identity = new byte[255];
        identity[0] = 1;
        HandshakeReader reader = new HandshakeReader(65_536);
        reader.feed(ByteBuffer.wrap(Bytes.join(Bytes.of("FF 0000000000000100 00"), identity)));

        LegacyGreeting legacy = reader.legacyGreeting();
        assertThat(legacy).isNotNull();
        assertThat(legacy.identity()).isEqualTo(identity);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PAIR",
        "1, PUB",
        "2, SUB",
        "3, REQ",
        "4, REP",
        "5, DEALER",
        "6, ROUTER",
        "7, PULL",
        "8, PUSH",
        "9, XPUB",
        "10, XSUB",
        "11, ",
        "255, "
    })
    void shouldKnowTheTypesOfZmtp2(int octet, SocketType type) {
        assertThat(new LegacyGreeting(PeerRevision.REVISION_1, octet, new byte[0]).type())
                .isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(SocketType.class)
    void shouldAnnounceATypeThatTheOtherSideTakesForOne(SocketType type) {
        int octet = LegacyGreeting.octetOf(type);
        SocketType announced = new LegacyGreeting(PeerRevision.REVISION_1, octet, new byte[0]).type();

        if (octet < 0) {
            assertThat(announced).isNull();
        } else {
            assertThat(octet).isBetween(0, 8);
            assertThat(announced).isNotNull();
            assertThat(announced.peers()).isEqualTo(type.peers());
        }
    }

    @ParameterizedTest
    @CsvSource({"'', FF 0000000000000001 7F", "AB, FF 0000000000000003 7F 4142"})
    void shouldContinueItsSignatureAsIdentityToAnUnversionedPeer(String identity, String expected) {
        assertThat(Bytes.join(
                        talk(SocketType.DEALER, identity, Bytes.of("01 00")).toArray(new byte[0][])))
                .isEqualTo(Bytes.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "PUSH, '', 00, 01 00,        08 01 00",
        "DEALER, AB, 00, 03 00 4142, 05 03 00 4142",
        "PUSH, '', 01, 00 00,        08 00 00",
        "XPUB, '', 01, 00 00,        01 00 00",
        "DEALER, AB, 01, 00 02 4142, 05 00 02 4142",
        "DEALER, AB, 02, 00 02 4142, 05 00 02 4142"
    })
    void shouldAnnounceTypeAndIdentityToAPeerOfRevision0Or1(
            SocketType type, String identity, String revision, String identityFrame, String expected) {
        byte[] padding = Bytes.of("FF 000000000000000" + (identity.length() + 1) + " 7F");
        assertThat(talk(type, identity, Bytes.of(SIGNATURE + revision + " 01 " + identityFrame)))
                .containsExactly(padding, Bytes.of("03"), Bytes.of(expected));
    }

    @Test
    void shouldSendTheRestOfTheGreetingOfZmtp3OnceThePeersVersionIsKnown() {
        byte[] whole = Greeting.encode("NULL", false);
        assertThat(Bytes.join(talk(SocketType.PUSH, "", whole).toArray(new byte[0][])))
                .isEqualTo(whole);
        assertThat(talk(SocketType.PUSH, "", whole)).hasSize(3);

        StagedGreeting atOnce = new StagedGreeting(whole, SocketType.PUSH, new byte[0], true);
        assertThat(atOnce.first()).hasSize(10);
        assertThat(atOnce.next(true, PeerRevision.VERSION_3)).hasSize(54);
        assertThat(atOnce.next(true, PeerRevision.VERSION_3)).isEmpty();
    }

    @Test
    void shouldSendTheWholeGreetingAtOnceWhereNoOldPeerIsWanted() {
        byte[] whole = Greeting.encode("CURVE", true);
        StagedGreeting ours = new StagedGreeting(whole, SocketType.PUSH, new byte[0], false);

        assertThat(ours.first()).isEqualTo(whole);
        assertThat(ours.next(true, PeerRevision.VERSION_3)).isEmpty();
        assertThat(ours.next(false, PeerRevision.UNVERSIONED)).isEmpty();
    }

    /** {@return what we send, in the pieces in which we do, to a peer that sends byte by byte} */
    private static List<byte[]> talk(SocketType type, String identity, byte[] peers) {
        byte[] id = Bytes.ascii(identity);
        StagedGreeting ours = new StagedGreeting(Greeting.encode("NULL", false, id.length), type, id, true);
        List<byte[]> sent = new ArrayList<>(List.of(ours.first()));
        HandshakeReader reader = new HandshakeReader(65_536);
        for (byte each : peers) {
            reader.feed(ByteBuffer.wrap(new byte[] {each}));
            byte[] next = ours.next(reader.isVersioned(), reader.revision());
            if (next.length > 0) {
                sent.add(next);
            }
        }
        return sent;
    }
}
