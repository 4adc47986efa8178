package io.csdr.vault.tunnel;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/// A host's side of one connection: collects calls, has them done, sends the answers.
final class HostLink implements Link.Receiver {
  private final TunnelHost host;
  private final Link link;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("tunnel-host-", 0).factory());

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, HostCall> open = new HashMap<>();
  private long charged;
  private volatile boolean replaced;

  HostLink(TunnelHost host, Link link) {
    this.host = host;
    this.link = link;
  }

  Link link() {
    return link;
  }

  /// Whether another connection has taken the mover over.
  boolean replaced() {
    return replaced;
  }

  /// Serves until the connection ends. Calls that are being done then are done to their end; their answers
  /// go nowhere.
  TunnelException run() {
    try {
      return link.run(this);
    } finally {
      workers.shutdown();
    }
  }

  @Override
  public void received(Frame frame) throws TunnelException.Violation {
    switch (frame) {
      case Frame.Call call -> begin(HostCall.of(call));
      case Frame.Data data -> append(data);
      case Frame.Progress progress -> host.desk().progress(progress.bytes());
      case Frame.Replaced _ -> replaced = true;
      case Frame.Bye _ -> {}
      case Frame.Ready _, Frame.Heartbeat _, Frame.Credit _, Frame.Cancel _, Frame.Answer _ ->
          throw new TunnelException.Violation("a mover does not send such frames");
    }
  }

  private void begin(HostCall call) throws TunnelException.Violation {
    lock.lock();
    try {
      if (!Budget.fits(open.size(), charged, call.charge())) {
        throw new TunnelException.Violation("more calls are open than the limits allow");
      }
      if (open.putIfAbsent(call.id(), call) != null) {
        throw new TunnelException.Violation("two open calls have the same id");
      }
      charged += call.charge();
    } finally {
      lock.unlock();
    }
    call.allocate();
    doWhenComplete(call);
  }

  private void append(Frame.Data data) throws TunnelException.Violation {
    HostCall call;
    lock.lock();
    try {
      call = open.get(data.id());
    } finally {
      lock.unlock();
    }
    if (call == null) {
      throw new TunnelException.Violation("a body of no call");
    }
    call.append(data);
    host.count(data.length(), call.again());
    doWhenComplete(call);
  }

  private void doWhenComplete(HostCall call) {
    if (call.isComplete()) {
      workers.execute(() -> answer(call, call.perform(host)));
    }
  }

  private void answer(HostCall call, OpenCall.Answer answer) {
    byte[] body = answer.body();
    Frame head = new Frame.Answer(call.id(), answer.status().code(), body.length);
    try {
      if (body.length == 0) {
        link.send(head, () -> end(call));
      } else {
        link.send(head);
        link.sendBody(call.id(), body, 0, body.length, () -> end(call));
        host.countSent(body.length);
      }
    } catch (TunnelException.Broken _) {
      // The mover asks again on the next connection.
    }
  }

  /// The mover may open another call as soon as it has the last byte of this one, so this one must be
  /// gone before that byte leaves.
  private void end(HostCall call) {
    lock.lock();
    try {
      open.remove(call.id());
      charged -= call.charge();
    } finally {
      lock.unlock();
    }
  }
}
