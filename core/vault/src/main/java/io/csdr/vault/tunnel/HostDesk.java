package io.csdr.vault.tunnel;

import io.csdr.vault.key.PackKeys;
import io.csdr.vault.store.Store;

/// What a host does for one mover; as [PackKeys] it hands out or refuses the key of one pack.
///
/// Methods may be called by many threads, and again after a connection broke; exceptions are told to the
/// mover ([io.csdr.vault.store.StoreException]s as such).
public interface HostDesk extends PackKeys {

  /// The store with all rights of the host; what the mover may do with it is [#access()].
  Store store();

  /// What the mover may do with the store.
  StoreAccess access();

  /// The task and the keys it begins with.
  MoverStart start();

  /// Where the mover stands; hostile bytes, must return quickly.
  void progress(byte[] note);

  /// How the task ended; hostile bytes.
  void report(byte[] report);
}
