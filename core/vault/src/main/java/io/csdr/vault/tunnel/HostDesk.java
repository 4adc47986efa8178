package io.csdr.vault.tunnel;

import io.csdr.vault.store.Store;

/// What a host does for one mover. Methods may be called by many threads, and again after a connection
/// broke; exceptions are told to the mover ([io.csdr.vault.store.StoreException]s as such).
public interface HostDesk {

  /// The store with all rights of the host; what the mover may do with it is [#access()].
  Store store();

  /// What the mover may do with the store.
  StoreAccess access();

  /// The task and the keys it begins with.
  MoverStart start();

  /// The key of one pack, or a [io.csdr.vault.store.StoreException.Denied].
  byte[] packKey(byte[] packId, int epoch, boolean write);

  /// Where the mover stands; hostile bytes, must return quickly.
  void progress(byte[] note);

  /// How the task ended; hostile bytes.
  void report(byte[] report);
}
