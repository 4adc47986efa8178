package io.csdr.vault.tunnel;

import io.csdr.vault.key.PackKeys;
import io.csdr.vault.store.Store;

/// What a host does for one mover; as [PackKeys] it hands out or refuses the key of one pack.
///
/// Methods may be called by many threads, and again after a connection broke; exceptions are told to the
/// mover ([io.csdr.vault.store.StoreException]s as such).
public interface HostDesk extends PackKeys {

  /// The store that does the mover's calls, with all rights of the host; which keys the mover may use is
  /// [#access()], and what it puts there may be refused with [io.csdr.vault.store.StoreException.Denied].
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
