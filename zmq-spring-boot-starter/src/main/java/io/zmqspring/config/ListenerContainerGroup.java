package io.zmqspring.config;

import io.zmqspring.listener.ZmqMessageListenerContainer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Containers of listeners that belong together, see {@link ZmqListenerEndpoint#getGroup()}. The application context
 * starts and stops each of them by itself; this does it for all of them at any other time. Any thread may call any
 * method.
 */
public class ListenerContainerGroup {

    /** What the name of its bean ends with, behind the name of the group. */
    public static final String BEAN_NAME_SUFFIX = ".group";

    private final String name;
    private final List<ZmqMessageListenerContainer> containers = new CopyOnWriteArrayList<>();

    ListenerContainerGroup(String name) {
        this.name = name;
    }

    void add(ZmqMessageListenerContainer container) {
        containers.add(container);
    }

    void remove(ZmqMessageListenerContainer container) {
        containers.remove(container);
    }

    /** {@return the name of the group} */
    public String getName() {
        return name;
    }

    /** {@return its containers, in the order they were registered} */
    public Collection<ZmqMessageListenerContainer> getContainers() {
        return List.copyOf(containers);
    }

    /** Starts those that do not run. */
    public void start() {
        containers.forEach(ZmqMessageListenerContainer::start);
    }

    /**
     * Stops those that run, all at the same time, and waits for each as long as its shutdown time-out says.
     *
     * @throws InterruptedException when the calling thread is interrupted; they go on stopping
     */
    public void stop() throws InterruptedException {
        Collection<ZmqMessageListenerContainer> stopping = getContainers();
        CountDownLatch stopped = new CountDownLatch(stopping.size());
        stopping.forEach(container -> container.stop(stopped::countDown));
        stopped.await();
    }

    /** Pauses each, see {@link ZmqMessageListenerContainer#pause()}. */
    public void pause() {
        containers.forEach(ZmqMessageListenerContainer::pause);
    }

    /** Resumes each. */
    public void resume() {
        containers.forEach(ZmqMessageListenerContainer::resume);
    }

    /** Shows its name and containers. */
    @Override
    public String toString() {
        return "group '" + name + "' of " + containers;
    }
}
