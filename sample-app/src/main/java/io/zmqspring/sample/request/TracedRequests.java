package io.zmqspring.sample.request;

import io.zmqspring.boot.autoconfigure.ZmqTemplateConfigurer;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.converter.HeadersMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqTemplate;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** A template that sends a frame of headers ahead of each request, so that traces travel. All others send none. */
@Configuration(proxyBeanMethods = false)
@Profile("!worker")
class TracedRequests {

    @Bean(defaultCandidate = false)
    ZmqTemplate tracedTemplate(
            ZmqSocketRegistry sockets,
            ZmqRequesterRegistry requesters,
            ZmqMessageConverter converter,
            ZmqTemplateConfigurer configurer) {
        ZmqTemplate template = new ZmqTemplate(sockets, requesters, new HeadersMessageConverter(converter, List.of()));
        configurer.configure(template);
        return template;
    }
}
