package io.csdr.vault.tunnel;

import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A host's desk for tests: remembers what it was told.
record Desk(Store store, StoreAccess access, Queue<byte[]> notes, Queue<byte[]> reports)
    implements HostDesk {
  /// The key that it hands out for every pack but the one of a single zero byte.
  static final List<Byte> PACK_KEY = List.of((byte) 7, (byte) 8, (byte) 9);

  static Desk of(Store store, StoreAccess access) {
    return new Desk(store, access, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
  }

  @Override
  public MoverStart start() {
    return new MoverStart(new byte[] {1, 2, 3}, new byte[] {4, 5});
  }

  @Override
  public byte[] packKey(byte[] packId, int epoch, boolean write) {
    if (packId.length == 1 && packId[0] == 0) {
      throw new StoreException.Denied("not this pack", null);
    }
    return new byte[] {7, (byte) epoch, (byte) (write ? 1 : 0)};
  }

  @Override
  public void progress(byte[] note) {
    notes.add(note);
  }

  @Override
  public void report(byte[] report) {
    reports.add(report);
  }
}
