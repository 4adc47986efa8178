package io.csdr.vault.tunnel;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.util.Arrays;
import java.util.Optional;

/// One call of a mover as the host sees it: its parsed head, its body as it comes in, and how it is done.
final class HostCall {
  private final long id;
  private final Operation operation;
  private final boolean again;
  private final int bodyLength;
  private final Head head;
  private byte[] body = new byte[0];
  private int filled;

  /// The fields of a head; those that an operation lacks are empty or zero.
  @SuppressWarnings("ArrayRecordComponent")
  private record Head(String key, long offset, int length, byte[] packId, boolean write) {
    static Head of(Operation operation, byte[] bytes) throws TunnelException.Violation {
      Fields fields = new Fields(bytes);
      Head head =
          switch (operation) {
            case READ -> at(fields.text(), fields.u64(), fields.u32());
            case PUT, LIST, STAT, DELETE -> at(fields.text(), 0, 0);
            case START, REPORT -> at("", 0, 0);
            case PACK_KEY -> pack(fields.u8(), fields.u32(), fields.rest());
          };
      fields.end();
      return head;
    }

    private static Head at(String key, long offset, int length) throws TunnelException.Violation {
      if (length > Limits.BODY) {
        throw new TunnelException.Violation("a read of " + length + " bytes was asked for");
      }
      return new Head(key, offset, length, new byte[0], false);
    }

    private static Head pack(int purpose, int epoch, byte[] id) throws TunnelException.Violation {
      if (purpose > 1 || id.length > Limits.PACK_ID) {
        throw new TunnelException.Violation("a pack key was asked for in no known way");
      }
      return new Head("", epoch, 0, id, purpose == 1);
    }
  }

  private HostCall(long id, Operation operation, boolean again, int bodyLength, Head head) {
    this.id = id;
    this.operation = operation;
    this.again = again;
    this.bodyLength = bodyLength;
    this.head = head;
  }

  static HostCall of(Frame.Call call) throws TunnelException.Violation {
    Operation operation = Operation.of(call.operation());
    boolean mayHaveBody = operation == Operation.PUT || operation == Operation.REPORT;
    if (!mayHaveBody && call.bodyLength() > 0) {
      throw new TunnelException.Violation(operation + " has no body");
    }
    Head head = Head.of(operation, call.head());
    return new HostCall(call.id(), operation, call.again(), call.bodyLength(), head);
  }

  long id() {
    return id;
  }

  boolean again() {
    return again;
  }

  int charge() {
    return Question.charge(operation, bodyLength, head.length);
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
    HostDesk desk = host.desk();
    try {
      return new OpenCall.Answer(Status.DONE, done(host, desk.store(), desk.access()));
    } catch (RuntimeException e) {
      return Answers.failure(e, desk.store(), head.key, head.offset + head.length);
    }
  }

  private byte[] done(TunnelHost host, Store store, StoreAccess access) {
    return switch (operation) {
      case READ -> {
        demand(access.mayRead(head.key), "read");
        yield store.read(head.key, head.offset, head.length);
      }
      case PUT -> {
        demand(access.mayPut(head.key), "written");
        yield new byte[] {(byte) (put(store) ? 1 : 0)};
      }
      case LIST -> {
        demand(access.mayList(head.key), "listed");
        yield list(store);
      }
      case STAT -> {
        demand(access.mayRead(head.key), "read");
        Fields.Writer entry = new Fields.Writer();
        store.stat(head.key).ifPresent(entry::entry);
        yield entry.done();
      }
      case DELETE -> {
        demand(access.delete(), "deleted");
        store.delete(head.key);
        yield new byte[0];
      }
      case START -> host.desk().start().encode();
      case PACK_KEY -> host.desk().packKey(head.packId, (int) head.offset, head.write);
      case REPORT -> {
        host.report(body);
        yield new byte[0];
      }
    };
  }

  private void demand(boolean allowed, String what) {
    if (!allowed) {
      throw new StoreException.Denied(
          "this task has no business with " + head.key + ": it may not be " + what, null);
    }
  }

  /// A put that is sent again and finds equal bytes was done by its first sending.
  private boolean put(Store store) {
    return store.putIfAbsent(head.key, body, 0, body.length) || (again && isThere(store));
  }

  private boolean isThere(Store store) {
    Optional<StoredObject> object = store.stat(head.key);
    return object.isPresent()
        && object.get().size() == body.length
        && Arrays.equals(store.read(head.key, 0, body.length), body);
  }

  private byte[] list(Store store) {
    Fields.Writer entries = new Fields.Writer();
    store.list(
        head.key,
        object -> {
          entries.entry(object);
          if (entries.size() > Limits.BODY) {
            throw new StoreException.Denied(head.key + " holds more than can be listed", null);
          }
        });
    return entries.done();
  }
}
