package io.csdr.engine.volume.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
  private static final List<Integer> MANY = IntStream.range(0, 50).boxed().toList();

  @Test
  void resultsKeepTheOrderAndNoMoreThanTheLimitWork() throws InterruptedException {
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    List<Integer> results =
        Parallel.map(
            4,
            MANY,
            item -> {
              most.accumulateAndGet(working.incrementAndGet(), Math::max);
              Thread.sleep(2);
              working.decrementAndGet();
              return item * 2;
            });

    assertThat(results).isEqualTo(MANY.stream().map(item -> item * 2).toList());
    assertThat(most.get()).isBetween(2, 4);
  }

  @Test
  void afterAFailureTheOthersAreInterruptedAndWaitedFor() {
    AtomicInteger cleaned = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(3);

    assertThatThrownBy(() ->
            Parallel.map(
                4,
                List.of(0, 1, 2, 3),
                item -> {
                  if (item == 0) {
                    started.await();
                    throw new IllegalArgumentException("zero");
                  }
                  started.countDown();
                  try {
                    Thread.sleep(Duration.ofMinutes(10));
                  } finally {
                    cleaned.incrementAndGet();
                  }
                  return item;
                }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zero");
    assertThat(cleaned.get()).isEqualTo(3);
  }

  @Test
  void anInterruptStopsAllAndIsPassedOn() throws InterruptedException {
    AtomicInteger cleaned = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(2);
    CountDownLatch passedOn = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Parallel.map(2, MANY, item -> sleep(started, cleaned));
              } catch (InterruptedException e) {
                passedOn.countDown();
              }
            });
    started.await();

    caller.interrupt();
    caller.join();

    assertThat(passedOn.getCount()).isZero();
    assertThat(cleaned.get()).isEqualTo(2);
  }

  private static int sleep(CountDownLatch started, AtomicInteger cleaned)
      throws InterruptedException {
    started.countDown();
    try {
      Thread.sleep(Duration.ofMinutes(10));
    } finally {
      cleaned.incrementAndGet();
    }
    return 0;
  }
}
