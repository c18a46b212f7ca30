package io.zmqspring.sample.jupyter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages with HMAC-SHA256, as lower-case hexadecimal digits. Any thread may call any method. */
final class Signer {

    /** The name in a connection file. */
    static final String SCHEME = "hmac-sha256";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final String key;
    private final SecretKeySpec secret;

    /** @param key any text but an empty one, which would switch signing off */
    Signer(String key) {
        this.key = key;
        this.secret = new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM);
    }

    /** {@return one with a random key} */
    static Signer random() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Signer(HexFormat.of().formatHex(key));
    }

    /** {@return the key as a connection file holds it} */
    String key() {
        return key;
    }

    /** {@return the signature of frames, 64 bytes of ASCII} */
    byte[] sign(List<byte[]> frames) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            frames.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal()).getBytes(US_ASCII);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, missing);
        }
    }

    /** {@return whether frames were signed with this key; the time it takes does not depend on the signature} */
    boolean isValid(byte[] signature, List<byte[]> frames) {
        return MessageDigest.isEqual(signature, sign(frames));
    }
}
