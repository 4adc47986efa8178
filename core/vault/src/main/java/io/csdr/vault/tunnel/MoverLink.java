package io.csdr.vault.tunnel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A mover's side of one connection: sends its calls and sorts the answers.
final class MoverLink implements Link.Receiver {
  private final Link link;
  private final Runnable cancelled;
  private final Map<Long, OpenCall> open = new ConcurrentHashMap<>();
  private volatile boolean over;

  MoverLink(Link link, Runnable cancelled) {
    this.link = link;
    this.cancelled = cancelled;
  }

  Link link() {
    return link;
  }

  /// Reads until the connection ends; afterwards every open call has failed.
  TunnelException run() {
    try {
      return link.run(this);
    } finally {
      over = true;
      open.values().forEach(OpenCall::fail);
    }
  }

  /// Sends a call and waits for its answer.
  OpenCall.Answer ask(long id, Question question, boolean again) throws TunnelException.Broken {
    OpenCall call = new OpenCall(question.longest());
    open.put(id, call);
    try {
      if (over) {
        throw new TunnelException.Broken("the connection has ended");
      }
      Question.Slice body = question.body();
      int operation = question.operation().code();
      link.send(new Frame.Call(id, operation, again, body.length(), question.head()));
      if (body.length() > 0) {
        link.sendBody(id, body.bytes(), body.offset(), body.length(), () -> {});
      }
      return call.await();
    } finally {
      open.remove(id);
    }
  }

  /// Another connection has the session now: calls continue there, this one is told and closed.
  void replace() throws TunnelException.Broken {
    over = true;
    open.values().forEach(OpenCall::fail);
    link.finish(new Frame.Replaced());
  }

  @Override
  public void received(Frame frame) throws TunnelException.Violation {
    switch (frame) {
      case Frame.Answer answer -> find(answer.id()).begin(answer);
      case Frame.Data data -> find(data.id()).append(data);
      case Frame.Cancel _ -> cancelled.run();
      case Frame.Ready _,
          Frame.Heartbeat _,
          Frame.Credit _,
          Frame.Replaced _,
          Frame.Bye _,
          Frame.Call _,
          Frame.Progress _ ->
          throw new TunnelException.Violation("a host does not send such frames");
    }
  }

  private OpenCall find(long id) throws TunnelException.Violation {
    OpenCall call = open.get(id);
    if (call == null) {
      throw new TunnelException.Violation("an answer to no call");
    }
    return call;
  }
}
