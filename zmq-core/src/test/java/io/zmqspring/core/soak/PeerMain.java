package io.zmqspring.core.soak;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.chaos.Dice;
import io.zmqspring.core.chaos.Stalls;
import io.zmqspring.core.chaos.Verdicts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A process with a peer's end of every lane. It reads orders line by line and ends with its input.
 *
 * <pre>
 *   bind LANE ENDPOINT      answered by: bound LANE ENDPOINT
 *   connect LANE ENDPOINT
 *   go                      answered by: ready
 *   mute                    it sends no more
 *   finish                  answered by: fault LANE TEXT for each counter that is wrong, then bye
 * </pre>
 */
final class PeerMain {

    private static final long COUNT_EVERY_MS = 300;

    private PeerMain() {}

    /** The process: seed, owner of its streams. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        long seed = Long.parseLong(arguments[0]);
        int owner = Integer.parseInt(arguments[1]);
        PrintStream out = System.out;
        Lines lines = new Lines(out);
        Stalls stalls = new Stalls();
        stalls.start();
        BoundedCalls calls = new BoundedCalls(new Verdicts("peer", stacks -> lines.say(stacks)), stalls);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<End> ends = new ArrayList<>();
        try (ZmqContext context = ZmqContext.create()) {
            Ends maker = new Ends(context, calls, new Dice(seed, "peer " + owner));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "bind", "connect" -> {
                        Lane lane = Lane.valueOf(words[1]);
                        End end = maker.theirs(lane, lane.stream(owner), lines);
                        ends.add(end);
                        if (words[0].equals("bind")) {
                            lines.say("bound", lane, end.socket().bind(words[2]));
                        } else {
                            end.socket().connect(words[2]);
                        }
                    }
                    case "go" -> {
                        ends.forEach(End::start);
                        count(ends, lines);
                        lines.say("ready");
                    }
                    case "mute" -> ends.forEach(End::mute);
                    case "finish" -> finish(ends, lines);
                    default -> throw new IOException("unknown order: " + line);
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void count(List<End> ends, Lines lines) {
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        BoundedCalls.pause(COUNT_EVERY_MS);
                        ends.forEach(lines::count);
                    }
                },
                "soak-count");
        thread.setDaemon(true);
        thread.start();
    }

    private static void finish(List<End> ends, Lines lines) {
        for (End end : ends) {
            end.close();
            lines.count(end);
            if (!end.fault().isEmpty()) {
                lines.say("fault", end.lane(), end.fault());
            }
        }
        lines.say("bye");
    }
}
