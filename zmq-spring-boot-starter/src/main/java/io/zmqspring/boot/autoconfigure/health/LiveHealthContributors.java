package io.zmqspring.boot.autoconfigure.health;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * One contributor for each thing there is at the moment of asking, so that what is registered late appears too.
 *
 * @param <T> kind of thing
 */
final class LiveHealthContributors<T> implements CompositeHealthContributor {

    private final Supplier<Stream<T>> things;
    private final Function<T, String> name;
    private final Function<T, HealthContributor> health;

    LiveHealthContributors(
            Supplier<Stream<T>> things, Function<T, String> name, Function<T, HealthContributor> health) {
        this.things = things;
        this.name = name;
        this.health = health;
    }

    @Override
    public @Nullable HealthContributor getContributor(String wanted) {
        return stream()
                .filter(entry -> entry.name().equals(wanted))
                .map(Entry::contributor)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Stream<Entry> stream() {
        return things.get().map(thing -> new Entry(name.apply(thing), health.apply(thing)));
    }
}
