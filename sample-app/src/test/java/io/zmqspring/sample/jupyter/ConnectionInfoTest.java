package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Connection files, one as ipykernel 6.17.0 has written it. */
class ConnectionInfoTest {

    private static final String WRITTEN_BY_KERNEL = """
            {
              "shell_port": 40343,
              "iopub_port": 36759,
              "stdin_port": 40397,
              "control_port": 40095,
              "hb_port": 33865,
              "ip": "127.0.0.1",
              "key": "abc",
              "transport": "tcp",
              "signature_scheme": "hmac-sha256",
              "kernel_name": ""
            }""";

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void shouldReadWhereTheSocketsAre() {
        ConnectionInfo kernel = json.readValue(WRITTEN_BY_KERNEL, ConnectionInfo.class);

        assertThat(kernel.hasPorts()).isTrue();
        assertThat(kernel.endpoint(Channel.SHELL)).isEqualTo("tcp://127.0.0.1:40343");
        assertThat(kernel.endpoint(Channel.IOPUB)).isEqualTo("tcp://127.0.0.1:36759");
        assertThat(kernel.endpoint(Channel.STDIN)).isEqualTo("tcp://127.0.0.1:40397");
        assertThat(kernel.endpoint(Channel.CONTROL)).isEqualTo("tcp://127.0.0.1:40095");
        assertThat(kernel.heartbeat()).isEqualTo("tcp://127.0.0.1:33865");
        assertThat(kernel.key()).isEqualTo("abc");
    }

    @Test
    void shouldLeaveThePortsToTheKernel() {
        String file = json.writeValueAsString(ConnectionInfo.withPortsOfTheKernel("abc"));

        assertThat(file)
                .contains(
                        "\"shell_port\":0", "\"hb_port\":0", "\"key\":\"abc\"", "\"signature_scheme\":\"hmac-sha256\"");
        assertThat(json.readValue(file, ConnectionInfo.class).hasPorts()).isFalse();
    }

    @Test
    void shouldNumberPathsOfIpc() {
        String file = WRITTEN_BY_KERNEL
                .replace("tcp", "ipc")
                .replace("127.0.0.1", "/tmp/k")
                .replace("40343", "1");

        assertThat(json.readValue(file, ConnectionInfo.class).endpoint(Channel.SHELL))
                .isEqualTo("ipc:///tmp/k-1");
    }
}
