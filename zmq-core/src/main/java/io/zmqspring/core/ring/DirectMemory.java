package io.zmqspring.core.ring;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Limit and use of direct memory in this JVM, as far as its management beans say; and the pools that share it. Any
 * thread.
 */
public final class DirectMemory {

    /** Of a JVM that says nothing. */
    static final DirectMemory UNKNOWN = unknown();

    private final AtomicLong collected = new AtomicLong();
    private final long limitBytes;
    private final @Nullable Usage usage;

    /** Weak, so that a pool that nothing else refers to frees its memory. */
    private final Set<BufferPool> pools = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private DirectMemory(long limitBytes, @Nullable Usage usage) {
        this.limitBytes = limitBytes;
        this.usage = usage;
    }

    /** {@return one that says nothing, of some pools only} */
    static DirectMemory unknown() {
        return new DirectMemory(Long.MAX_VALUE, null);
    }

    /** {@return that of this JVM; the first call takes some 50 ms} */
    public static DirectMemory ofThisJvm() {
        return OfThisJvm.MEMORY;
    }

    /** {@return -XX:MaxDirectMemorySize, or what stands for it: the largest size of the heap, in bytes} */
    public long limitBytes() {
        return limitBytes;
    }

    /** {@return bytes that may still be allocated before the JVM has to look for some} */
    public long freeBytes() {
        return usage == null ? Long.MAX_VALUE : limitBytes - usage.bytes();
    }

    /** Counts a buffer of a pool that the garbage collector has freed. */
    void countCollected() {
        collected.incrementAndGet();
    }

    /** {@return how many buffers of its pools the garbage collector has freed} */
    long collected() {
        return collected.get();
    }

    /** @param pool keeps memory that another pool may need more */
    void join(BufferPool pool) {
        if (usage != null) {
            pools.add(pool);
        }
    }

    /**
     * Has all pools leave what they keep to the garbage collector: one of them finds none left in the JVM.
     *
     * @return whether any kept something
     */
    boolean reclaimKept() {
        boolean left = false;
        for (BufferPool pool : pools.toArray(new BufferPool[0])) {
            left |= pool.leaveAllKept();
        }
        return left;
    }

    private interface Usage {
        long bytes();
    }

    private static final class OfThisJvm {
        static final DirectMemory MEMORY = read();

        private static DirectMemory read() {
            long heap = Runtime.getRuntime().maxMemory();
            try {
                HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
                long flag = flags == null
                        ? 0
                        : Long.parseLong(
                                flags.getVMOption("MaxDirectMemorySize").getValue());
                long limit = flag > 0 ? flag : heap;
                for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                    if (pool.getName().equals("direct")) {
                        return new DirectMemory(limit, pool::getTotalCapacity);
                    }
                }
                return new DirectMemory(limit, null);
            } catch (LinkageError | RuntimeException notThere) {
                return new DirectMemory(heap, null);
            }
        }
    }
}
