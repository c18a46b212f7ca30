package io.zmqspring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.PayloadMode;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.modelmbean.ModelMBeanInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jmx.export.annotation.AnnotationJmxAttributeSource;
import org.springframework.jmx.export.assembler.MetadataMBeanInfoAssembler;

/** What endpoints have in common is a property of each, for bean definitions and for JMX. */
class EndpointSettingsTest {

    private final ZmqContext zmq = ZmqContext.create();
    private final ZmqMessageProducer endpoint = new ZmqMessageProducer(zmq, SocketType.SUB);

    @AfterEach
    void close() {
        zmq.close();
    }

    @Test
    void shouldBeBeanProperties() {
        BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(endpoint);

        bean.setPropertyValue("bind", "inproc://here");
        bean.setPropertyValue("topics", new String[] {"EUR", "USD"});
        bean.setPropertyValue("concurrency", "3");
        bean.setPropertyValue("payloadMode", PayloadMode.FRAMES);

        assertThat(endpoint.getTopics()).containsExactly("EUR", "USD");
        assertThat(endpoint.receivingThreads().concurrency()).isEqualTo(3);
        assertThat(bean.getPropertyValue("boundEndpoints")).isEqualTo(endpoint.getBoundEndpoints());
        assertThat(bean.isWritableProperty("connect")).isTrue();
        assertThat(bean.isWritableProperty("headerMapper")).isTrue();
        assertThat(bean.isWritableProperty("shutdownTimeout")).isTrue();
    }

    @Test
    void shouldBeAttributesAndOperationsOfJmx() throws JMException {
        MetadataMBeanInfoAssembler assembler = new MetadataMBeanInfoAssembler(new AnnotationJmxAttributeSource());

        ModelMBeanInfo info = assembler.getMBeanInfo(endpoint, "endpoint");

        assertThat(names(info.getAttributes())).contains("Topics", "BoundEndpoints");
        assertThat(names(info.getOperations())).contains("subscribeToTopics", "unsubscribeFromTopics");
    }

    private static String[] names(MBeanFeatureInfo[] features) {
        return Arrays.stream(features).map(MBeanFeatureInfo::getName).toArray(String[]::new);
    }
}
