package io.zmqspring.core.chaos;

import io.zmqspring.core.support.Zmtp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Peers of an arena that break rules: bare channels, one visit after the other. One thread. */
final class Hostile {

    private static final long HANDSHAKE_MS = 5_000;
    private static final long ARRIVAL_MS = 30_000;
    private static final long END_MS = 15_000;
    private static final int FLOOD_BYTES = 1 << 16;

    private final World world;
    private final Arena arena;
    private final Dice dice;
    private final List<Fault> kinds;

    Hostile(World world, Arena arena, Dice dice) {
        this.world = world;
        this.arena = arena;
        this.dice = dice;
        this.kinds = world.faults()
                .among(
                        Fault.FLOOD,
                        Fault.PINGS,
                        Fault.GARBAGE,
                        Fault.HALF_FRAME,
                        Fault.HUGE_LENGTH,
                        Fault.UNFINISHED,
                        Fault.MEMORY,
                        Fault.HALF_CLOSE,
                        Fault.RESET,
                        Fault.SILENT,
                        Fault.FLAPPING,
                        Fault.TRICKLE,
                        Fault.DEAF);
    }

    /** One visit. */
    void visit() throws IOException {
        if (kinds.isEmpty()) {
            BoundedCalls.pause(100);
            return;
        }
        Fault fault = dice.of(kinds);
        world.faults().count(fault);
        try {
            switch (fault) {
                case FLOOD -> flood(message(100));
                case PINGS -> flood(Zmtp.ping(dice.between(0, 100), dice.bytes(dice.between(0, 16))));
                case GARBAGE -> garbage();
                case HALF_FRAME -> halfFrame();
                case HUGE_LENGTH -> hugeLength();
                case UNFINISHED -> unfinished();
                case MEMORY -> memory();
                case HALF_CLOSE -> stream(dice.between(0, 300), false);
                case RESET -> stream(dice.between(1, 300), true);
                case SILENT -> silent();
                case FLAPPING -> flapping();
                case TRICKLE -> trickle();
                default -> deaf();
            }
        } catch (IOException notTaken) {
            BoundedCalls.pause(50);
        }
        BoundedCalls.pause(dice.between(0, 50));
    }

    private static byte[] message(int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) 'f');
        return Zmtp.frame(0, body);
    }

    private RawVisitor enter() throws IOException {
        int target = dice.between(0, 9);
        String endpoint;
        String type;
        if (target < 6) {
            endpoint = dice.of(arena.pullEndpoints());
            type = "PUSH";
        } else if (target < 8) {
            endpoint = dice.of(arena.pushEndpoints());
            type = "PULL";
        } else {
            endpoint = dice.of(arena.pairEndpoints());
            type = "PAIR";
        }
        RawVisitor visitor = RawVisitor.connect(endpoint);
        visitor.handshake(type, HANDSHAKE_MS);
        return visitor;
    }

    private RawVisitor enterPull() throws IOException {
        RawVisitor visitor = RawVisitor.connect(dice.of(arena.pullEndpoints()));
        if (!visitor.handshake("PUSH", HANDSHAKE_MS)) {
            visitor.close();
            throw new IOException("no handshake in time");
        }
        return visitor;
    }

    private void leave(RawVisitor visitor) {
        switch (dice.between(0, 2)) {
            case 0 -> visitor.reset();
            case 1 -> {
                visitor.shutdownOutput();
                visitor.linger(dice.between(0, 100));
                visitor.close();
            }
            default -> visitor.close();
        }
    }

    private void flood(byte[] frame) throws IOException {
        ByteBuffer batch = ByteBuffer.allocate(FLOOD_BYTES / frame.length * frame.length);
        while (batch.hasRemaining()) {
            batch.put(frame);
        }
        boolean reads = dice.chance(0.7);
        RawVisitor visitor = enter();
        long end = System.nanoTime() + dice.between(50, 800) * 1_000_000L;
        while (System.nanoTime() - end < 0 && visitor.write(100, batch.array())) {
            if (reads && !visitor.skipInput()) {
                break;
            }
            if (dice.chance(0.1)) {
                BoundedCalls.pause(1);
            }
        }
        leave(visitor);
    }

    private void garbage() throws IOException {
        RawVisitor visitor = dice.chance(0.5) ? RawVisitor.connect(dice.of(arena.pullEndpoints())) : enter();
        visitor.write(500, dice.bytes(dice.between(1, 4_000)));
        visitor.linger(dice.between(0, 200));
        leave(visitor);
    }

    private void halfFrame() throws IOException {
        RawVisitor visitor = enter();
        byte[] frame = message(dice.between(1, 100_000));
        visitor.write(500, Arrays.copyOf(frame, dice.between(1, frame.length - 1)));
        visitor.linger(dice.between(0, 500));
        leave(visitor);
    }

    private void hugeLength() throws IOException {
        RawVisitor visitor = enterPull();
        long length = dice.of(Long.MAX_VALUE, Long.MIN_VALUE, -1L, 1L << 40, Arena.MAX_MESSAGE_SIZE + 1L);
        visitor.write(500, Zmtp.longHeader(dice.of(0, Zmtp.MORE), length), dice.bytes(dice.between(0, 2_000)));
        if (!visitor.awaitEnd(world, END_MS)) {
            world.verdicts()
                    .violated("peer not closed", "a peer that announced " + length + " bytes is still connected");
        }
        visitor.close();
    }

    private void unfinished() throws IOException {
        RawVisitor visitor = enter();
        byte[] part = Zmtp.frame(Zmtp.MORE, new byte[dice.between(0, 3_000)]);
        int most = dice.between(1, 2_000);
        for (int i = 0; i < most && visitor.write(50, part); i++) {
            visitor.skipInput();
        }
        visitor.linger(dice.between(0, 300));
        leave(visitor);
    }

    private void memory() throws IOException {
        List<RawVisitor> visitors = new ArrayList<>();
        int count = dice.between(5, 40);
        int length = dice.between(100_000, Arena.MAX_MESSAGE_SIZE);
        try {
            for (int i = 0; i < count; i++) {
                RawVisitor visitor = enter();
                visitors.add(visitor);
                visitor.write(
                        100,
                        Zmtp.longHeader(dice.of(0, Zmtp.MORE), length),
                        new byte[dice.between(length / 2, length - 1)]);
            }
            BoundedCalls.pause(dice.between(0, 1_000));
        } finally {
            visitors.forEach(this::leave);
        }
    }

    /** Messages of a stream, then the end: every one must arrive, or with RST those of some beginning. */
    private void stream(int count, boolean reset) throws IOException {
        try (RawVisitor visitor = enterPull()) {
            int stream = world.nextStream();
            Tally tally = arena.expect(stream);
            long written = 0;
            while (written < count
                    && visitor.write(ARRIVAL_MS, Zmtp.frame(0, Body.first(stream, written, dice.between(0, 300), 0)))) {
                visitor.skipInput();
                written++;
            }
            if (reset) {
                visitor.reset();
                world.await(500, () -> false);
            } else {
                visitor.shutdownOutput();
                awaitArrival(visitor, tally, written);
            }
            settle(tally, stream, written, reset);
        }
    }

    private void awaitArrival(RawVisitor visitor, Tally tally, long written) {
        world.await(ARRIVAL_MS, () -> {
            visitor.skipInput();
            return tally.received() >= written;
        });
        if (!visitor.awaitEnd(world, END_MS)) {
            world.verdicts().violated("peer not closed", "a peer that ended its output is still connected: " + tally);
        }
    }

    private void settle(Tally tally, int stream, long written, boolean reset) {
        long received = tally.received();
        boolean whole = reset || received == written;
        if (!whole || tally.gaps() > 0 || tally.repeated() > 0 || received > written) {
            world.verdicts()
                    .violated(
                            "raw peer",
                            (reset ? "reset after " : "half-closed after ") + written + " messages, " + tally);
        }
        arena.forget(stream);
        world.account().add(reset ? "bare peers that reset" : "bare peers that half-close", written, received, 0, 0);
    }

    private void silent() throws IOException {
        RawVisitor visitor = RawVisitor.connect(dice.of(arena.pullEndpoints()));
        if (dice.chance(0.5)) {
            visitor.write(100, Arrays.copyOf(Zmtp.greeting(), dice.between(1, Zmtp.GREETING_LENGTH)));
        }
        if (dice.chance(0.3)) {
            if (!visitor.awaitEnd(world, END_MS)) {
                world.verdicts().violated("peer not closed", "a peer that said nothing is still connected");
            }
        } else {
            visitor.linger(dice.between(0, 300));
        }
        visitor.close();
    }

    private void flapping() throws IOException {
        int times = dice.between(10, 50);
        for (int i = 0; i < times; i++) {
            RawVisitor visitor = dice.chance(0.5) ? RawVisitor.connect(dice.of(arena.pullEndpoints())) : enter();
            if (dice.chance(0.5)) {
                visitor.write(10, message(dice.between(1, 300)));
            }
            if (dice.chance(0.5)) {
                visitor.reset();
            } else {
                visitor.close();
            }
        }
    }

    private void trickle() throws IOException {
        try (RawVisitor visitor = enterPull()) {
            int stream = world.nextStream();
            Tally tally = arena.expect(stream);
            byte[] bytes = Zmtp.join(
                    Zmtp.frame(0, Body.first(stream, 0, dice.between(0, 50), 0)),
                    Zmtp.frame(0, Body.first(stream, 1, dice.between(0, 50), 0)));
            for (byte each : bytes) {
                visitor.write(ARRIVAL_MS, new byte[] {each});
            }
            visitor.shutdownOutput();
            awaitArrival(visitor, tally, 2);
            settle(tally, stream, 2, false);
        }
    }

    private void deaf() throws IOException {
        RawVisitor visitor = RawVisitor.connect(dice.of(arena.pushEndpoints()));
        visitor.handshake("PULL", HANDSHAKE_MS);
        BoundedCalls.pause(dice.between(100, 1_500));
        leave(visitor);
    }
}
