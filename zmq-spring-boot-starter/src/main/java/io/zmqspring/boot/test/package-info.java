/**
 * Support of tests: {@link io.zmqspring.boot.test.ZmqTest}, an application with nothing but its ZeroMQ side, and
 * {@link io.zmqspring.boot.test.ZmqTestPeers}, the other sides of its sockets. It needs {@code
 * spring-boot-starter-test}.
 */
@NullMarked
package io.zmqspring.boot.test;

import org.jspecify.annotations.NullMarked;
