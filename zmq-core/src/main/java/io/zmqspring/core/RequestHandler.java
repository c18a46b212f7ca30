package io.zmqspring.core;

/** Takes the requests of a {@link ZmqResponder}. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Called once for each request: on the responder's thread, one after the other, or on its executor. It replies
     * itself, now or later. It may close the responder.
     *
     * @param request open
     * @throws Exception given to {@link #onFailure}
     */
    void onRequest(ZmqRequest request) throws Exception;

    /**
     * Called on the same thread when {@link #onRequest} has thrown. It may reply. A request that is open when it
     * returns is given up; by default it logs a warning, and the peer gets no reply.
     *
     * @param request maybe replied to already
     * @param failure what was thrown
     */
    default void onFailure(ZmqRequest request, Throwable failure) {
        System.getLogger(RequestHandler.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "the handler failed, and there is no reply to the " + request,
                        failure);
    }

    /**
     * Adds what to do when the handler throws.
     *
     * @param callback takes the place of {@link #onFailure}
     * @return a handler that does both
     */
    default RequestHandler withFailureHandler(FailureHandler callback) {
        RequestHandler handler = this;
        return new RequestHandler() {
            @Override
            public void onRequest(ZmqRequest request) throws Exception {
                handler.onRequest(request);
            }

            @Override
            public void onFailure(ZmqRequest request, Throwable failure) {
                callback.onFailure(request, failure);
            }
        };
    }

    /** Called when a handler has thrown. */
    @FunctionalInterface
    interface FailureHandler {

        /**
         * As {@link RequestHandler#onFailure}.
         *
         * @param request maybe replied to already
         * @param failure what was thrown
         */
        void onFailure(ZmqRequest request, Throwable failure);
    }
}
