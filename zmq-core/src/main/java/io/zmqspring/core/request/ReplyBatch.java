package io.zmqspring.core.request;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests whose replies were received together: they are over, and not completed yet. One thread at a time. */
final class ReplyBatch {

    /** Most replies of one batch. */
    static final int CAPACITY = 256;

    private final @Nullable RequestFuture[] requests = new RequestFuture[CAPACITY];
    private int size;

    void add(RequestFuture request) {
        requests[size++] = request;
    }

    int size() {
        return size;
    }

    RequestFuture get(int index) {
        return Objects.requireNonNull(requests[index]);
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            requests[i] = null;
        }
        size = 0;
    }
}
