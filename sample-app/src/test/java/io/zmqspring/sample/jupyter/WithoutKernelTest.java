package io.zmqspring.sample.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.sample.SampleClient;
import io.zmqspring.sample.SampleTest;
import io.zmqspring.socket.ZmqSocketRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The application without the profile. */
@SampleTest
class WithoutKernelTest {

    @Autowired
    private SampleClient client;

    @Autowired
    private ZmqSocketRegistry sockets;

    @Test
    void shouldHaveNoKernel() {
        assertThat(client.answer("/jupyter").statusCode()).isEqualTo(404);
        assertThat(client.post("/jupyter/run", "1").statusCode()).isEqualTo(404);
        assertThat(sockets.getSocketNames()).noneMatch(name -> name.startsWith("kernel-"));
    }
}
