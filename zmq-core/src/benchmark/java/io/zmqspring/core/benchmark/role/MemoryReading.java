package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.workload.ResultLine;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that this JVM really needs. */
final class MemoryReading {

    private static final int COLLECTIONS = 3;

    private MemoryReading() {}

    /** Heap in use after the garbage is gone, and memory of direct buffers. */
    static ResultLine afterCollection() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return ResultLine.empty().with("heap", heap).with("direct", direct);
    }
}
