package io.csdr.s3;

/// Gives the access key to sign with. It is asked before each request, so that keys may change while a store
/// is in use; for many threads.
@FunctionalInterface
public interface Credentials {
  /// The key that is valid now.
  ///
  /// @throws io.csdr.vault.store.StoreException.Denied when there is none
  AccessKey current();

  /// Always the same key.
  static Credentials of(AccessKey key) {
    return () -> key;
  }
}
