package io.zmqspring.core.chaos;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Which kinds of faults are on, and how often each was injected. Any thread. */
final class Faults {

    private final Set<Fault> on;
    private final Map<Fault, AtomicLong> injected = new EnumMap<>(Fault.class);

    /** @param on the kinds that are on */
    Faults(Set<Fault> on) {
        this.on = EnumSet.copyOf(on);
        for (Fault fault : Fault.values()) {
            injected.put(fault, new AtomicLong());
        }
    }

    /**
     * Decides whether to inject a fault, and counts it if so.
     *
     * @return whether
     */
    boolean draw(Dice dice, double probability, Fault fault) {
        boolean drawn = dice.chance(probability) && on.contains(fault);
        if (drawn) {
            count(fault);
        }
        return drawn;
    }

    /** {@return those of the given kinds that are on} */
    List<Fault> among(Fault... kinds) {
        return List.of(kinds).stream().filter(on::contains).toList();
    }

    boolean isOn(Fault fault) {
        return on.contains(fault);
    }

    void count(Fault fault) {
        counter(fault).incrementAndGet();
    }

    /** {@return how often it was injected} */
    long injected(Fault fault) {
        return counter(fault).get();
    }

    private AtomicLong counter(Fault fault) {
        return Objects.requireNonNull(injected.get(fault));
    }
}
