package io.zmqspring.boot.test;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqOperations;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of {@link ZmqTestPeers}, for tests with {@link AutoConfigureZmq}. */
@AutoConfiguration(after = ZmqAutoConfiguration.class)
public final class ZmqTestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ZmqTestPeers zmqTestPeers(ZmqSocketRegistry sockets, ZmqRequesterRegistry requesters, ZmqOperations operations) {
        return new ZmqTestPeers(sockets, requesters, operations);
    }
}
