package io.csdr.vault.tunnel;

import io.csdr.vault.key.Grant;
import io.csdr.vault.key.OwnedKeys;
import io.csdr.vault.key.Purpose;
import io.csdr.vault.key.VaultId;
import io.csdr.vault.pack.PackId;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.Store;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A host's desk for tests: remembers what it was told, and refuses to have packs read.
record Desk(Store store, StoreAccess access, Queue<byte[]> notes, Queue<byte[]> reports)
    implements HostDesk {
  static final OwnedKeys KEYS = OwnedKeys.random(VaultId.random());

  static Desk of(Store store, StoreAccess access) {
    return new Desk(store, access, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
  }

  @Override
  public MoverStart start() {
    Grant grant = KEYS.grant();
    return new MoverStart(new byte[] {1, 2, 3}, Suite.CHACHA20_POLY1305, grant);
  }

  @Override
  public byte[] key(PackId pack, int epoch, Purpose purpose) {
    if (purpose == Purpose.READ) {
      throw new PackDenied(pack, purpose);
    }
    return KEYS.key(pack, epoch, purpose);
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
