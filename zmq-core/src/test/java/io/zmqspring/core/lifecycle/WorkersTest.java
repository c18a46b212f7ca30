package io.zmqspring.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkersTest {

    private final Workers workers = new Workers(1, LoopMode.PAUSE, () -> {});
    private final Wakeup wakeup = new Wakeup(Thread.currentThread());

    @Test
    void shouldNotInterruptAReceiveThatIsToGoOn() {
        workers.join(wakeup);
        wakeup.receiveBegins();

        workers.change(LoopMode.RECEIVE);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(wakeup.receiveEnds()).isFalse();
    }

    @Test
    void shouldEndAReceiveWhenTheWorkersAreToPause() {
        workers.change(LoopMode.RECEIVE);
        workers.join(wakeup);
        wakeup.receiveBegins();

        workers.change(LoopMode.PAUSE);

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(wakeup.receiveEnds()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
