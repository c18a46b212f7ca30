package io.zmqspring.core.lifecycle;

import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.message.ZmqMessage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One message at a time. */
final class MessageIntake implements Intake {

    private final Workers workers;
    private final MultipartReceiver receiver;
    private final Consumer<ZmqMessage> handler;

    MessageIntake(Workers workers, MultipartReceiver receiver, Consumer<ZmqMessage> handler) {
        this.workers = workers;
        this.receiver = receiver;
        this.handler = handler;
    }

    @Override
    public @Nullable Object receive(IdleWatch idle) {
        ZmqMessage message = receiver.tryReceiveMessage();
        return message != null ? message : receiver.receiveMessage(idle.maxWait());
    }

    @Override
    public @Nullable Object drain() {
        return workers.takeDrainPermit() ? receiver.tryReceiveMessage() : null;
    }

    @Override
    public void handle(Object received) {
        handler.accept((ZmqMessage) received);
    }
}
