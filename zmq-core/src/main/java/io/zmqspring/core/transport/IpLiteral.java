package io.zmqspring.core.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Numeric addresses as text: what is one, and how it is spelled (RFC 5952). Never asks a name server. */
public final class IpLiteral {

    private static final int V4_PARTS = 4;
    private static final int MAX_PART = 255;
    private static final int V6_GROUPS = 8;
    private static final int HEX = 16;

    private IpLiteral() {}

    /** Returns whether text can only be meant as an IPv4 address: nothing but digits and dots. */
    static boolean looksLikeV4(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether text is four numbers from 0 to 255, without leading zeros, with dots between. */
    static boolean isV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4_PARTS || !looksLikeV4(text)) {
            return false;
        }
        for (String part : parts) {
            boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
            if (part.isEmpty() || part.length() > 3 || leadingZero || Integer.parseInt(part) > MAX_PART) {
                return false;
            }
        }
        return true;
    }

    /**
     * Spells an IPv6 address canonically. Its scope is kept as it is: whether such an interface exists shows when the
     * address is used.
     *
     * @param text without brackets, perhaps with {@code %scope}
     * @return the canonical spelling, that of IPv4 for a mapped address, or {@code null} when it is not an IPv6 address
     */
    static @Nullable String canonicalV6(String text) {
        int percent = text.indexOf('%');
        String address = percent < 0 ? text : text.substring(0, percent);
        String scope = percent < 0 ? "" : text.substring(percent);
        if (address.indexOf(':') < 0 || scope.length() == 1 || !scope.matches("(%[A-Za-z0-9._-]+)?")) {
            return null;
        }
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (Character.digit(c, HEX) < 0 && c != ':' && c != '.') {
                return null;
            }
        }
        try {
            InetAddress parsed = InetAddress.getByName("[" + address + "]");
            return parsed instanceof Inet6Address ? format(parsed) + scope : scope.isEmpty() ? format(parsed) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * Spells a numeric address canonically.
     *
     * @param address its host name is not looked at
     * @return IPv4 with dots, or IPv6 as RFC 5952 has it, with {@code %scope} where it has one
     */
    public static String format(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        int[] groups = new int[V6_GROUPS];
        for (int i = 0; i < V6_GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        int gap = longestZeros(groups);
        int gapEnd = gap < 0 ? -1 : zerosEnd(groups, gap);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < V6_GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i = gapEnd - 1;
                continue;
            }
            if (i > 0 && i != gapEnd) {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        String full = address.getHostAddress();
        int percent = full.indexOf('%');
        return percent < 0 ? text.toString() : text + full.substring(percent);
    }

    private static int longestZeros(int[] groups) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < V6_GROUPS; i++) {
            int length = zerosEnd(groups, i) - i;
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    private static int zerosEnd(int[] groups, int start) {
        int end = start;
        while (end < V6_GROUPS && groups[end] == 0) {
            end++;
        }
        return end;
    }
}
