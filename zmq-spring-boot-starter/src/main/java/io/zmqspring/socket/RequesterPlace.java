package io.zmqspring.socket;

import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.error.ZmqSocketStartException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a {@link NamedRequester}, which remembers what it was resolved to. Guarded by the requester's lock.
 */
final class RequesterPlace {

    private static final Log logger = LogFactory.getLog(RequesterPlace.class);

    private final boolean binding;
    private final String configured;
    private @Nullable String resolved;

    RequesterPlace(boolean binding, String configured) {
        this.binding = binding;
        this.configured = configured;
    }

    boolean isBinding() {
        return binding;
    }

    /** {@return the resolved form, or the configured one before the first success} */
    String current() {
        return resolved != null ? resolved : configured;
    }

    /** Binds or connects and remembers the resolved form. */
    String openOn(ZmqRequester requester) {
        String opened = binding ? bind(requester) : requester.connect(configured);
        resolved = opened;
        return opened;
    }

    /** As {@link #openOn}, for an endpoint of the definition: a failure names the requester. */
    void openConfigured(ZmqRequester requester, String name) {
        try {
            openOn(requester);
        } catch (ZmqEndpointException failure) {
            throw new ZmqSocketStartException(name, binding, configured, failure);
        }
    }

    private String bind(ZmqRequester requester) {
        String before = resolved;
        if (before == null || before.equals(configured)) {
            return requester.bind(configured);
        }
        try {
            return requester.bind(before);
        } catch (ZmqEndpointException taken) {
            String other = requester.bind(configured);
            logger.warn("could not bind " + before + " again, which " + configured + " was before: now " + other + " ("
                    + taken.getMessage() + ")");
            return other;
        }
    }
}
