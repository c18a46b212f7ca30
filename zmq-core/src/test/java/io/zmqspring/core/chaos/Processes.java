package io.zmqspring.core.chaos;

import java.io.IOException;

/**
 * Peers of an arena that are processes of their own, one after the other: they stop, go on, end, or are killed. One
 * thread.
 */
final class Processes {

    private static final long ARRIVAL_MS = 30_000;

    private final World world;
    private final Arena arena;
    private final Dice dice;

    Processes(World world, Arena arena, Dice dice) {
        this.world = world;
        this.arena = arena;
        this.dice = dice;
    }

    /** One process from start to end. */
    void one() throws IOException {
        BoundedCalls.pause(dice.between(100, 1_500));
        boolean pushes = dice.chance(0.6);
        String endpoint = dice.of(pushes ? arena.pullEndpoints() : arena.pushEndpoints());
        int stream = world.nextStream();
        Tally tally = arena.expect(stream);
        try (ChildPeer child = ChildPeer.start(pushes ? "push" : "pull", endpoint, stream)) {
            BoundedCalls.pause(dice.between(100, 1_500));
            if (world.faults().draw(dice, 0.5, Fault.STOP)) {
                child.stop();
                BoundedCalls.pause(dice.between(100, 3_000));
                if (!dice.chance(0.2) || !world.faults().isOn(Fault.KILL)) {
                    child.goOn();
                    BoundedCalls.pause(dice.between(50, 500));
                } else {
                    kill(child, tally, pushes);
                    return;
                }
            }
            if (world.faults().draw(dice, 0.5, Fault.KILL)) {
                kill(child, tally, pushes);
            } else {
                finish(child, tally, pushes);
            }
        } finally {
            arena.forget(stream);
        }
    }

    private void kill(ChildPeer child, Tally tally, boolean pushes) throws IOException {
        child.close();
        world.await(500, () -> false);
        if (pushes && (tally.gaps() > 0 || tally.repeated() > 0)) {
            world.verdicts().violated("process", "killed: " + tally);
        }
    }

    private void finish(ChildPeer child, Tally tally, boolean pushes) throws IOException {
        ChildPeer.Result result = child.finish();
        if (result == null) {
            world.verdicts().violated("process", "ended without a word: " + tally);
            return;
        }
        if (result.faults() > 0) {
            world.verdicts().violated("process", "found " + result.faults() + " faults: " + result);
        }
        if (!pushes) {
            return;
        }
        world.await(ARRIVAL_MS, () -> tally.received() >= result.sent());
        boolean whole = result.reconnects() > 0
                || tally.received() == result.sent() && result.dropped() == 0 && tally.gaps() == 0;
        if (!whole || tally.repeated() > 0) {
            world.verdicts().violated("process", "it says " + result + ", " + tally);
        }
        world.account().add("processes that end", result.sent(), tally.received(), result.dropped(), 0);
    }
}
