package io.csdr.vault.tunnel;

import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoreKey;
import io.csdr.vault.store.StoredObject;
import java.util.Arrays;
import java.util.Optional;

/// One call of a mover as the host sees it: what it asks for, its body as it comes in, and how it is done.
final class HostCall {
  private final long id;
  private final Demand demand;
  private final boolean again;
  private final int bodyLength;
  private final int charge;
  private byte[] body = new byte[0];
  private int filled;

  private HostCall(Frame.Call call, Demand demand, int charge) {
    this.id = call.id();
    this.demand = demand;
    this.again = call.again();
    this.bodyLength = call.bodyLength();
    this.charge = charge;
  }

  static HostCall of(Frame.Call call) throws TunnelException.Violation {
    Operation operation = Operation.of(call.operation());
    boolean mayHaveBody = operation == Operation.PUT || operation == Operation.REPORT;
    if (!mayHaveBody && call.bodyLength() > 0) {
      throw new TunnelException.Violation(operation + " has no body");
    }
    Demand demand = Demand.of(operation, call.head());
    int charge = Question.charge(operation, call.bodyLength(), demand.asked());
    return new HostCall(call, demand, charge);
  }

  long id() {
    return id;
  }

  boolean again() {
    return again;
  }

  int charge() {
    return charge;
  }

  /// Makes room for the body, once the limits have been checked.
  void allocate() {
    body = new byte[bodyLength];
  }

  void append(Frame.Data data) throws TunnelException.Violation {
    if (data.length() > bodyLength - filled) {
      throw new TunnelException.Violation("more of a body came than was announced");
    }
    System.arraycopy(data.bytes(), data.offset(), body, filled, data.length());
    filled += data.length();
  }

  boolean isComplete() {
    return filled == bodyLength;
  }

  /// Does what is asked, or says why not.
  OpenCall.Answer perform(TunnelHost host) {
    try {
      return new OpenCall.Answer(Status.DONE, done(host));
    } catch (StoreException.Truncated e) {
      return demand instanceof Demand.Read read
          ? Answers.truncated(host.desk().store(), read)
          : Answers.failure(e);
    } catch (StoreException.Missing e) {
      return demand instanceof Demand.Read read ? Answers.missing(read.key()) : Answers.failure(e);
    } catch (RuntimeException e) {
      return Answers.failure(e);
    }
  }

  private byte[] done(TunnelHost host) {
    Store store = host.desk().store();
    StoreAccess access = host.desk().access();
    return switch (demand) {
      case Demand.Read read -> {
        permit(access.mayRead(StoreKey.check(read.key())), read.key(), "read");
        yield store.read(read.key(), read.offset(), read.length());
      }
      case Demand.Put(String key) -> {
        permit(access.mayPut(StoreKey.check(key)), key, "written");
        yield new byte[] {(byte) (put(store, key) ? 1 : 0)};
      }
      case Demand.Listing(String prefix) -> {
        permit(access.mayList(StoreKey.checkPrefix(prefix)), prefix, "listed");
        yield list(store, prefix);
      }
      case Demand.Stat(String key) -> {
        permit(access.mayRead(StoreKey.check(key)), key, "read");
        ByteWriter entry = StoreWords.writer();
        store.stat(key).ifPresent(object -> StoreWords.entry(entry, object));
        yield entry.toBytes();
      }
      case Demand.Delete(String key) -> {
        permit(access.mayDelete(StoreKey.check(key)), key, "deleted");
        store.delete(key);
        yield new byte[0];
      }
      case Demand.Start() -> host.desk().start().encode();
      case Demand.PackKey pack -> host.desk().key(pack.pack(), pack.epoch(), pack.purpose());
      case Demand.Report() -> {
        host.report(body);
        yield new byte[0];
      }
    };
  }

  private static void permit(boolean allowed, String key, String what) {
    if (!allowed) {
      throw new StoreException.Denied(
          "this task has no business with '" + key + "': it may not be " + what, null);
    }
  }

  /// A put that is sent again and finds equal bytes was done by its first sending.
  private boolean put(Store store, String key) {
    return store.putIfAbsent(key, body, 0, body.length) || (again && isThere(store, key));
  }

  private boolean isThere(Store store, String key) {
    Optional<StoredObject> object = store.stat(key);
    return object.isPresent()
        && object.get().size() == body.length
        && Arrays.equals(store.read(key, 0, body.length), body);
  }

  private static byte[] list(Store store, String prefix) {
    ByteWriter entries = StoreWords.writer();
    store.list(
        prefix,
        object -> {
          StoreWords.entry(entries, object);
          if (entries.length() > Limits.BODY) {
            throw new StoreException.Denied("'" + prefix + "' holds more than can be listed", null);
          }
        });
    return entries.toBytes();
  }
}
