package io.zmqspring.sample.jupyter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets only our own page in, since whoever is let in runs code here: not a page of another site that the user has open
 * (its {@code Origin} is another), nor one whose name was made to lead here (its {@code Host} is a name).
 */
final class SameOriginOnly implements HandlerInterceptor {

    private static final Pattern LOCAL_OR_ADDRESS =
            Pattern.compile("localhost|[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.%]*]?");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!LOCAL_OR_ADDRESS.matcher(request.getServerName()).matches()) {
            throw refused("host is '" + request.getServerName() + "': use localhost or the address of this machine");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String host = request.getHeader(HttpHeaders.HOST);
        if (origin != null && !isOf(origin, host)) {
            throw refused("origin is '" + origin + "', allowed is a page of " + host);
        }
        return true;
    }

    private static boolean isOf(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static ResponseStatusException refused(String reason) {
        return new ResponseStatusException(HttpStatus.FORBIDDEN, reason);
    }
}
