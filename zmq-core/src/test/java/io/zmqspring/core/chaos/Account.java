package io.zmqspring.core.chaos;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Messages by what became of them, one row for each kind of traffic. Any thread. */
final class Account {

    /**
     * A row.
     *
     * @param runs how many pieces of traffic it sums up
     * @param sent messages that a send took, by the sockets' counters
     * @param received messages that a receive gave, by the sockets' counters
     * @param droppedBySender the sending sockets' {@code dropped}
     * @param droppedByReceiver the receiving sockets' {@code dropped}
     * @param lost neither received nor counted: under way in a connection that was reset, or closed with input unread
     */
    record Row(long runs, long sent, long received, long droppedBySender, long droppedByReceiver, long lost) {

        private Row and(Row other) {
            return new Row(
                    runs + other.runs,
                    sent + other.sent,
                    received + other.received,
                    droppedBySender + other.droppedBySender,
                    droppedByReceiver + other.droppedByReceiver,
                    lost + other.lost);
        }
    }

    private final Map<String, Row> rows = new ConcurrentHashMap<>();

    /** Adds to a row what one piece of traffic came to; the rest is lost. */
    void add(String row, long sent, long received, long droppedBySender, long droppedByReceiver) {
        rows.merge(
                row,
                new Row(
                        1,
                        sent,
                        received,
                        droppedBySender,
                        droppedByReceiver,
                        sent - received - droppedBySender - droppedByReceiver),
                Row::and);
    }

    Map<String, Row> rows() {
        return new TreeMap<>(rows);
    }
}
