package io.csdr.vault.tunnel;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.util.Optional;
import java.util.function.Consumer;

/// The host's store, seen from the mover.
final class TunnelStore implements Store {
  private final TunnelMover mover;

  TunnelStore(TunnelMover mover) {
    this.mover = mover;
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative offset or length");
    }
    byte[] head = new Fields.Writer().text(key).u64(offset).u32(length).done();
    byte[] bytes = mover.ask(Question.of(Operation.READ, head, length));
    if (bytes.length != length) {
      throw new StoreException.Truncated(key, offset + length, offset + bytes.length);
    }
    return bytes;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    byte[] head = new Fields.Writer().text(key).done();
    Question.Slice body = new Question.Slice(bytes, offset, length);
    byte[] answer = mover.ask(new Question(Operation.PUT, head, body, 1));
    return answer.length == 1 && answer[0] == 1;
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    byte[] head = new Fields.Writer().text(prefix).done();
    Fields entries = new Fields(mover.ask(Question.of(Operation.LIST, head, Limits.BODY)));
    try {
      while (!entries.isEmpty()) {
        to.accept(entries.entry());
      }
    } catch (TunnelException.Violation e) {
      throw new StoreException.Unreachable("the host's listing cannot be read", e);
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    byte[] head = new Fields.Writer().text(key).done();
    Fields entry = new Fields(mover.ask(Question.of(Operation.STAT, head, Limits.HEAD)));
    try {
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      StoredObject object = entry.entry();
      entry.end();
      return Optional.of(object);
    } catch (TunnelException.Violation e) {
      throw new StoreException.Unreachable("the host's answer cannot be read", e);
    }
  }

  @Override
  public void delete(String key) {
    mover.ask(Question.of(Operation.DELETE, new Fields.Writer().text(key).done(), 0));
  }

  /// Leaves the session as it is: it ends with the mover, not with this view.
  @Override
  public void close() {}
}
