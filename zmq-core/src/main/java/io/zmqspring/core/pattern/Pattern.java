package io.zmqspring.core.pattern;

/**
 * The rules of one socket, chosen by its type. A new one for each socket, since rules have state.
 *
 * @param admission how many peers it takes
 * @param sending to which peers a message goes
 * @param receiving whose message is received next
 * @param writes whether messages are written to peers; not only the application's, but subscriptions too
 * @param reads whether messages of peers are read, by the application or by a rule; if not, they are passed over
 */
public record Pattern(Admission admission, SendPolicy sending, ReceivePolicy receiving, boolean writes, boolean reads) {

    /**
     * Creates the rules of a socket that sends and receives.
     *
     * @param admission how many peers it takes
     * @param sending to which peers a message goes
     * @param receiving whose message is received next
     * @return the rules
     */
    public static Pattern of(Admission admission, SendPolicy sending, ReceivePolicy receiving) {
        return new Pattern(admission, sending, receiving, true, true);
    }

    /**
     * Creates the rules of a socket that only sends, to any number of peers.
     *
     * @param sending to which peers a message goes
     * @return the rules
     */
    public static Pattern sending(SendPolicy sending) {
        return new Pattern(Admission.ANY, sending, new FairQueue(), true, false);
    }

    /**
     * Creates the rules of a socket that only receives, from any number of peers.
     *
     * @param receiving whose message is received next
     * @return the rules
     */
    public static Pattern receiving(ReceivePolicy receiving) {
        return new Pattern(Admission.ANY, new LoadBalancer(), receiving, false, true);
    }
}
