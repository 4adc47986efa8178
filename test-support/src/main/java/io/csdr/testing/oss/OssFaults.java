package io.csdr.testing.oss;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The faults that a test has ordered, each for so many of the next requests that it fits.
public final class OssFaults {
  private final ConcurrentLinkedQueue<Order> orders = new ConcurrentLinkedQueue<>();

  private record Order(
      String method, String keyPart, OssFault fault, AtomicInteger skip, AtomicInteger left) {
    boolean fits(OssCall call) {
      return (method.equals(call.method()) || method.equals("*")) && call.key().contains(keyPart);
    }
  }

  /// Lets the next `times` requests of this method (`*` for any) whose key contains `keyPart` go wrong.
  public void next(String method, String keyPart, int times, OssFault fault) {
    after(method, keyPart, 0, times, fault);
  }

  /// The same after `skip` fitting requests that go well.
  public void after(String method, String keyPart, int skip, int times, OssFault fault) {
    orders.add(
        new Order(method, keyPart, fault, new AtomicInteger(skip), new AtomicInteger(times)));
  }

  /// Everything goes well from now on.
  public void clear() {
    orders.clear();
  }

  Optional<OssFault> take(OssCall call) {
    for (Order order : orders) {
      if (!order.fits(call) || order.skip.getAndDecrement() > 0) {
        continue;
      }
      if (order.left.getAndDecrement() > 0) {
        return Optional.of(order.fault);
      }
    }
    return Optional.empty();
  }
}
