package io.csdr.testing.store;

import io.csdr.vault.store.MemoryStore;
import io.csdr.vault.store.Store;

class MemoryStoreTest extends StoreContract {
  private final Store store = new MemoryStore();

  @Override
  protected Store store() {
    return store;
  }
}
