package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.server.ResponseStatusException;

/** Pages that may have code run, and those that may not. */
class SameOriginOnlyTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost:8080, ",
        "localhost, localhost:8080, http://localhost:8080",
        "127.0.0.1, 127.0.0.1:8080, http://127.0.0.1:8080",
        "192.168.1.7, 192.168.1.7, http://192.168.1.7",
        "[::1], [::1]:8080, http://[::1]:8080"
    })
    void shouldLetOurPageIn(String name, String host, String origin) {
        assertThat(isLetIn(name, host, origin)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost:8080, https://example.org",
        "localhost, localhost:8080, http://localhost:9090",
        "localhost, localhost:8080, null",
        "localhost, localhost:8080, ://",
        "rebound.example.org, rebound.example.org:8080, http://rebound.example.org:8080",
        "rebound.example.org, rebound.example.org:8080, ",
        "1.2.3.4.example.org, 1.2.3.4.example.org, "
    })
    void shouldKeepOtherPagesOut(String name, String host, String origin) {
        assertThatThrownBy(() -> isLetIn(name, host, origin))
                .isInstanceOf(ResponseStatusException.class)
                .hasMessageContaining("403");
    }

    private static boolean isLetIn(String name, String host, String origin) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/jupyter/run");
        request.setServerName(name);
        request.addHeader("Host", host);
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        return new SameOriginOnly().preHandle(request, new MockHttpServletResponse(), new Object());
    }
}
