package io.csdr.vault.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.vault.store.MemoryStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Whatever the schedule by which connections are cut, the result is the same.
class TunnelCutTest {
  private static final int CALLERS = 3;
  private static final int LONGEST = 400_000;

  @Property(tries = 60)
  void anyCutScheduleHasTheSameResult(
      @ForAll @Size(max = 25) List<@IntRange(min = 1, max = 1_500_000) Integer> cuts)
      throws Exception {
    MemoryStore shelf = new MemoryStore();
    Desk desk = Desk.of(shelf, Rights.ALL);
    AtomicInteger made = new AtomicInteger();
    Iterator<Integer> schedule = cuts.iterator();
    try (Session session = new Session(desk)) {
      session.keepConnecting(() -> {
        Wire wire = new Wire(32 << 10);
        if (schedule.hasNext()) {
          wire.cutAfter(schedule.next());
        }
        made.incrementAndGet();
        return wire;
      });
      saveAndReadBack(session, shelf);
      session.mover().report(new byte[] {1});
      assertThat(session.end().get(30, TimeUnit.SECONDS)).isEqualTo(new TunnelHost.End.Finished());

      long bound = (long) (made.get() - 1) * CALLERS * LONGEST;
      assertThat(session.host().statistics().repeated()).isLessThanOrEqualTo(bound);
    }
  }

  private static void saveAndReadBack(Session session, MemoryStore shelf) throws Exception {
    assertThat(session.mover().start().task()).containsExactly(1, 2, 3);
    ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int number = i;
        all.add(pool.submit(() -> saveOne(session, shelf, number)));
      }
      for (Future<?> one : all) {
        one.get(30, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    List<String> keys = new ArrayList<>();
    session.store().list("p/", object -> keys.add(object.key()));
    assertThat(keys).hasSize(24);
  }

  private static void saveOne(Session session, MemoryStore shelf, int number) {
    Random random = new Random(number);
    byte[] bytes = new byte[random.nextInt(LONGEST)];
    random.nextBytes(bytes);
    String key = "p/" + number;
    assertThat(session.store().putIfAbsent(key, bytes)).as("first put of %s", key).isTrue();
    assertThat(shelf.readAll(key)).isEqualTo(bytes);
    assertThat(session.store().readAll(key)).isEqualTo(bytes);
  }
}
