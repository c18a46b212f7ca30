package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.RouterNotification;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Those of the {@link ZmqSocketProperties} that only some types of socket have. */
public abstract class ZmqPatternProperties {

    /** Id announced to peers, UTF-8, by which a ROUTER addresses the socket; by default the ROUTER assigns one. */
    private @Nullable String routingId;

    /** Whether a ROUTER refuses messages for peers it does not know, and waits for peers without room. */
    private @Nullable Boolean routerMandatory;

    /** Whether a new peer of a ROUTER takes over the routing id of another, which is then disconnected. */
    private @Nullable Boolean routerHandover;

    /** Events of which a ROUTER is notified by an empty message behind the routing id: a peer has connected or gone. */
    private @Nullable RouterNotification routerNotify;

    /**
     * Whether a REQ numbers its requests and takes only the reply with that number; also with req-relaxed, unless set.
     */
    private @Nullable Boolean reqCorrelate;

    /** Whether a REQ may send a further request although the last was not replied to. */
    private @Nullable Boolean reqRelaxed;

    /** Whether an empty message is sent to each peer, so that a ROUTER there receives the routing id. */
    private @Nullable Boolean probeRouter;

    /** First message that each peer is sent on every connection, UTF-8; by default there is none. */
    private @Nullable String helloMessage;

    /** Message that a ROUTER receives when a peer that had connected has gone, UTF-8; by default there is none. */
    private @Nullable String disconnectMessage;

    /** Message that a DEALER receives when a peer it is connected to has gone, UTF-8; by default there is none. */
    private @Nullable String hiccupMessage;

    /** What a publisher does with a message that a subscriber has no room for. */
    private @Nullable OverflowPolicy overflowPolicy;

    /** Most topics one peer of a publisher may subscribe to; -1 is no limit. */
    private @Nullable Integer maxSubscriptions;

    /** Most bytes of all topics one peer of a publisher has subscribed to; -1B is no limit. */
    private @Nullable DataSize maxSubscriptionSize;

    /** Whether an XPUB receives every subscription, not only the first to a topic. */
    private @Nullable Boolean xpubVerbose;

    /** Whether an XPUB receives every subscription and every cancellation. */
    private @Nullable Boolean xpubVerboser;

    /** Whether the application of an XPUB decides what its peers get, for each subscription that it receives. */
    private @Nullable Boolean xpubManual;

    /** As xpub-manual, and the first message after a subscription goes to the peer only that sent the subscription. */
    private @Nullable Boolean xpubManualLastValue;

    /** First message that each peer of an XPUB gets on every connection, UTF-8; by default there is none. */
    private @Nullable String xpubWelcomeMessage;

    /** Whether an XSUB sends every cancellation, not only the last of a topic. */
    private @Nullable Boolean xsubVerboseUnsubscribe;

    /** Whether only a message of one frame can be a subscription to an XPUB or of an XSUB. */
    private @Nullable Boolean onlyFirstSubscribe;

    /** Whether messages go to those whose subscriptions do not match; to be set on both sides. */
    private @Nullable Boolean invertMatching;

    ZmqPatternProperties() {}

    public @Nullable String getRoutingId() {
        return routingId;
    }

    public void setRoutingId(@Nullable String routingId) {
        this.routingId = routingId;
    }

    public @Nullable Boolean getRouterMandatory() {
        return routerMandatory;
    }

    public void setRouterMandatory(@Nullable Boolean routerMandatory) {
        this.routerMandatory = routerMandatory;
    }

    public @Nullable Boolean getRouterHandover() {
        return routerHandover;
    }

    public void setRouterHandover(@Nullable Boolean routerHandover) {
        this.routerHandover = routerHandover;
    }

    public @Nullable RouterNotification getRouterNotify() {
        return routerNotify;
    }

    public void setRouterNotify(@Nullable RouterNotification routerNotify) {
        this.routerNotify = routerNotify;
    }

    public @Nullable Boolean getReqCorrelate() {
        return reqCorrelate;
    }

    public void setReqCorrelate(@Nullable Boolean reqCorrelate) {
        this.reqCorrelate = reqCorrelate;
    }

    public @Nullable Boolean getReqRelaxed() {
        return reqRelaxed;
    }

    public void setReqRelaxed(@Nullable Boolean reqRelaxed) {
        this.reqRelaxed = reqRelaxed;
    }

    public @Nullable Boolean getProbeRouter() {
        return probeRouter;
    }

    public void setProbeRouter(@Nullable Boolean probeRouter) {
        this.probeRouter = probeRouter;
    }

    public @Nullable String getHelloMessage() {
        return helloMessage;
    }

    public void setHelloMessage(@Nullable String helloMessage) {
        this.helloMessage = helloMessage;
    }

    public @Nullable String getDisconnectMessage() {
        return disconnectMessage;
    }

    public void setDisconnectMessage(@Nullable String disconnectMessage) {
        this.disconnectMessage = disconnectMessage;
    }

    public @Nullable String getHiccupMessage() {
        return hiccupMessage;
    }

    public void setHiccupMessage(@Nullable String hiccupMessage) {
        this.hiccupMessage = hiccupMessage;
    }

    public @Nullable OverflowPolicy getOverflowPolicy() {
        return overflowPolicy;
    }

    public void setOverflowPolicy(@Nullable OverflowPolicy overflowPolicy) {
        this.overflowPolicy = overflowPolicy;
    }

    public @Nullable Integer getMaxSubscriptions() {
        return maxSubscriptions;
    }

    public void setMaxSubscriptions(@Nullable Integer maxSubscriptions) {
        this.maxSubscriptions = maxSubscriptions;
    }

    public @Nullable DataSize getMaxSubscriptionSize() {
        return maxSubscriptionSize;
    }

    public void setMaxSubscriptionSize(@Nullable DataSize maxSubscriptionSize) {
        this.maxSubscriptionSize = maxSubscriptionSize;
    }

    public @Nullable Boolean getXpubVerbose() {
        return xpubVerbose;
    }

    public void setXpubVerbose(@Nullable Boolean xpubVerbose) {
        this.xpubVerbose = xpubVerbose;
    }

    public @Nullable Boolean getXpubVerboser() {
        return xpubVerboser;
    }

    public void setXpubVerboser(@Nullable Boolean xpubVerboser) {
        this.xpubVerboser = xpubVerboser;
    }

    public @Nullable Boolean getXpubManual() {
        return xpubManual;
    }

    public void setXpubManual(@Nullable Boolean xpubManual) {
        this.xpubManual = xpubManual;
    }

    public @Nullable Boolean getXpubManualLastValue() {
        return xpubManualLastValue;
    }

    public void setXpubManualLastValue(@Nullable Boolean xpubManualLastValue) {
        this.xpubManualLastValue = xpubManualLastValue;
    }

    public @Nullable String getXpubWelcomeMessage() {
        return xpubWelcomeMessage;
    }

    public void setXpubWelcomeMessage(@Nullable String xpubWelcomeMessage) {
        this.xpubWelcomeMessage = xpubWelcomeMessage;
    }

    public @Nullable Boolean getXsubVerboseUnsubscribe() {
        return xsubVerboseUnsubscribe;
    }

    public void setXsubVerboseUnsubscribe(@Nullable Boolean xsubVerboseUnsubscribe) {
        this.xsubVerboseUnsubscribe = xsubVerboseUnsubscribe;
    }

    public @Nullable Boolean getOnlyFirstSubscribe() {
        return onlyFirstSubscribe;
    }

    public void setOnlyFirstSubscribe(@Nullable Boolean onlyFirstSubscribe) {
        this.onlyFirstSubscribe = onlyFirstSubscribe;
    }

    public @Nullable Boolean getInvertMatching() {
        return invertMatching;
    }

    public void setInvertMatching(@Nullable Boolean invertMatching) {
        this.invertMatching = invertMatching;
    }
}
