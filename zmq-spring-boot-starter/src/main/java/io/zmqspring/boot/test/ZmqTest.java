package io.zmqspring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * On a test class: an application context with the ZeroMQ side of the application only. Of its components those are
 * there that have a {@code @ZmqListener} method, and converters, error handlers and customizers of ours; of the
 * auto-configurations ours, Jackson's and that of validation. Sockets meet within the process, so that no port is
 * needed; {@link ZmqTestPeers} are their other sides.
 *
 * <pre>{@code
 * @ZmqTest
 * class OrdersTest {
 *
 *     @Autowired
 *     ZmqTestPeers peers;
 *
 *     @Test
 *     void shouldConfirmOrders() {
 *         peers.of("orders-in").send(new Order("apples", 42));
 *         assertThat(peers.of("confirmations").receive(Confirmation.class)).isEqualTo(…);
 *     }
 * }
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(ZmqTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(ZmqTypeExcludeFilter.class)
@AutoConfigureZmq
public @interface ZmqTest {

    /** {@return properties of the environment, {@code key=value}} */
    String[] properties() default {};

    /** {@return whether the components named above are there without further filters} */
    boolean useDefaultFilters() default true;

    /** {@return further components to be there} */
    Filter[] includeFilters() default {};

    /** {@return components not to be there} */
    Filter[] excludeFilters() default {};

    /** {@return whether sockets meet within the process, in place of {@code tcp} and {@code ipc}} */
    @AliasFor(annotation = AutoConfigureZmq.class)
    boolean inproc() default true;
}
