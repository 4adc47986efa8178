package io.csdr.vault.tunnel;

import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoreKey;
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
    byte[] head = StoreWords.text(StoreKey.check(key)).u64(offset).u32(length).toBytes();
    byte[] bytes = mover.ask(Question.of(Operation.READ, head, length));
    if (bytes.length != length) {
      throw new StoreException.Truncated(key, offset + length, offset + bytes.length);
    }
    return bytes;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    byte[] head = StoreWords.text(StoreKey.check(key)).toBytes();
    Question.Slice body = new Question.Slice(bytes, offset, length);
    byte[] answer = mover.ask(new Question(Operation.PUT, head, body, 1));
    return answer.length == 1 && answer[0] == 1;
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    byte[] head = StoreWords.text(StoreKey.checkPrefix(prefix)).toBytes();
    byte[] answer = mover.ask(Question.of(Operation.LIST, head, Limits.BODY));
    ByteReader entries = new ByteReader(answer, "the host's listing");
    while (entries.left() > 0) {
      to.accept(StoreWords.entry(entries));
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    byte[] head = StoreWords.text(StoreKey.check(key)).toBytes();
    byte[] answer = mover.ask(Question.of(Operation.STAT, head, Limits.HEAD));
    if (answer.length == 0) {
      return Optional.empty();
    }
    ByteReader in = new ByteReader(answer, "the host's answer");
    StoredObject object = StoreWords.entry(in);
    in.end();
    return Optional.of(object);
  }

  @Override
  public void delete(String key) {
    mover.ask(Question.of(Operation.DELETE, StoreWords.text(StoreKey.check(key)).toBytes(), 0));
  }

  /// Leaves the session as it is: it ends with the mover, not with this view.
  @Override
  public void close() {}
}
