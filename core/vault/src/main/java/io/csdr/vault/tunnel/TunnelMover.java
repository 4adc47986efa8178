package io.csdr.vault.tunnel;

import io.csdr.vault.key.PackKeys;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.seal.Aead;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A mover's end of the tunnel. The session lives here and outlasts connections: calls wait while there is
/// none and are sent again on the next.
///
/// Calls may be made by many threads. When no host came for as long as the settings' patience they fail
/// with [StoreException.Unreachable], for good.
public final class TunnelMover implements PackKeys, AutoCloseable {
  private final String run;
  private final byte[] hostKey;
  private final TunnelSettings settings;
  private final Runnable cancelled;
  private final HostKey session = HostKey.generate();
  private final AtomicLong ids = new AtomicLong();
  private final Budget budget = new Budget();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable MoverLink current;
  private @Nullable Deadline patience;
  private @Nullable String lost;

  /// A mover of this run that obeys the holder of this public key (32 bytes). `cancelled` runs, on a
  /// thread that must not be held up, whenever the host says that the task should end.
  public TunnelMover(String run, byte[] hostKey, TunnelSettings settings, Runnable cancelled) {
    CipherWarmUp.start();
    this.run = run;
    this.hostKey = hostKey.clone();
    this.settings = settings;
    this.cancelled = cancelled;
    startPatience();
  }

  /// Proves and serves one connection until it ends; returns why it ended. Several may be served at a
  /// time, the last one proven has the session.
  public TunnelException serve(DuplexStream stream) {
    Deadline hurry = Deadline.after(settings.handshake(), () -> closeQuietly(stream));
    MoverLink link;
    try {
      Pulse pulse = new Pulse(stream.in());
      Handshake.Sealed sealed = Handshake.asMover(hostKey, run, session, pulse, stream.out());
      link = new MoverLink(new Link(stream, pulse, sealed, settings), cancelled);
    } catch (TunnelException e) {
      closeQuietly(stream);
      return e;
    } catch (IOException e) {
      closeQuietly(stream);
      return new TunnelException.Broken("the connection broke before it was proven");
    } finally {
      hurry.cancel();
    }
    attach(link);
    try {
      return link.run();
    } finally {
      detach(link);
    }
  }

  /// Asks for the task and its keys; waits for a host as long as patience lasts.
  public MoverStart start() {
    return MoverStart.decode(ask(Question.of(Operation.START, new byte[0], Limits.START)));
  }

  @Override
  public byte[] key(PackId pack, int epoch, Purpose purpose) {
    byte[] head =
        StoreWords.writer()
            .u8(purpose == Purpose.WRITE ? 1 : 0)
            .u32(epoch)
            .raw(pack.toBytes())
            .toBytes();
    byte[] key;
    try {
      key = ask(Question.of(Operation.PACK_KEY, head, Aead.KEY_BYTES));
    } catch (StoreException.Denied _) {
      throw new PackDenied(pack, purpose);
    }
    if (key.length != Aead.KEY_BYTES) {
      throw new StoreException.Unreachable("the host sent a pack key of no known length", null);
    }
    return key;
  }

  /// The host's store, as far as the host allows.
  public Store store() {
    return new TunnelStore(this);
  }

  /// Tells where the task stands, at most 4,096 bytes; dropped while there is no host.
  public void progress(byte[] note) {
    MoverLink link = now();
    if (link != null) {
      try {
        link.link().send(new Frame.Progress(note.clone()));
      } catch (TunnelException.Broken _) {
        // The next note will tell more.
      }
    }
  }

  /// Delivers the report and says good-bye; returns when the host has it.
  public void report(byte[] report) {
    Question.Slice body = new Question.Slice(report, 0, report.length);
    byte[] _ = ask(new Question(Operation.REPORT, new byte[0], body, 0));
    MoverLink link = now();
    if (link != null) {
      try {
        link.link().finish(new Frame.Bye());
      } catch (TunnelException.Broken _) {
        // The host has the report; how it notices the end does not matter.
      }
    }
  }

  /// Ends the session: open and later calls fail.
  @Override
  public void close() {
    giveUp("the mover is ending");
  }

  /// Makes one call, on as many connections as it takes, and returns the answer's body.
  byte[] ask(Question question) {
    int charge = question.charge();
    budget.open(charge);
    try {
      long id = ids.getAndIncrement();
      boolean again = false;
      while (true) {
        MoverLink link = awaitLink();
        try {
          return Answers.body(link.ask(id, question, again));
        } catch (TunnelException.Broken _) {
          again = true;
        } catch (TunnelException.Violation e) {
          throw new StoreException.Unreachable("the host's answer makes no sense", e);
        }
      }
    } finally {
      budget.close(charge);
    }
  }

  private @Nullable MoverLink now() {
    lock.lock();
    try {
      return current;
    } finally {
      lock.unlock();
    }
  }

  private MoverLink awaitLink() {
    lock.lock();
    try {
      while (true) {
        if (lost != null) {
          throw new StoreException.Unreachable(lost, null);
        }
        if (current != null) {
          return current;
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void attach(MoverLink link) {
    MoverLink old;
    lock.lock();
    try {
      old = current;
      current = link;
      if (patience != null) {
        patience.cancel();
        patience = null;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (old != null) {
      try {
        old.replace();
      } catch (TunnelException.Broken _) {
        // It had ended by itself.
      }
    }
  }

  private void detach(MoverLink link) {
    lock.lock();
    try {
      if (current == link) {
        current = null;
        startPatience();
      }
    } finally {
      lock.unlock();
    }
  }

  private void startPatience() {
    String why = "no host came for " + settings.patience().toSeconds() + " s";
    patience = Deadline.after(settings.patience(), () -> giveUp(why));
  }

  private void giveUp(String why) {
    MoverLink link;
    lock.lock();
    try {
      if (lost == null) {
        lost = why;
      }
      link = current;
      current = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (link != null) {
      link.link().close();
    }
  }

  private static void closeQuietly(DuplexStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // Nothing was agreed on it yet.
    }
  }
}
