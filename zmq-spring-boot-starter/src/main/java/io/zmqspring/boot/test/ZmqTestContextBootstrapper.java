package io.zmqspring.boot.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Bootstraps the context of a {@link ZmqTest}. */
final class ZmqTestContextBootstrapper extends TestSliceTestContextBootstrapper<ZmqTest> {

    ZmqTestContextBootstrapper() {}
}
