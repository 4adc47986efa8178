package io.csdr.vault.commit;

import io.csdr.vault.VaultException;
import io.csdr.vault.store.ParallelCalls;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What a listing found: `whole` is what could be read, `damaged` what could not. One damaged object must
/// not take the others with it.
public record Listed<T>(List<T> whole, List<Damaged> damaged) {
  public Listed {
    whole = List.copyOf(whole);
    damaged = List.copyOf(damaged);
  }

  private sealed interface Found<T> {
    record Whole<T>(T value) implements Found<T> {}

    record Broken<T>(Damaged damaged) implements Found<T> {}

    record Vanished<T>() implements Found<T> {}
  }

  /// Reads each object; one that was deleted since it was listed is in neither list.
  static <T> Listed<T> read(List<StoredObject> objects, Function<StoredObject, T> reader) {
    List<T> whole = new ArrayList<>();
    List<Damaged> damaged = new ArrayList<>();
    for (Found<T> found : ParallelCalls.map(objects, object -> find(object, reader))) {
      switch (found) {
        case Found.Whole<T>(T value) -> whole.add(value);
        case Found.Broken<T>(Damaged broken) -> damaged.add(broken);
        case Found.Vanished<T>() -> {}
      }
    }
    return new Listed<>(whole, damaged);
  }

  private static <T> Found<T> find(StoredObject object, Function<StoredObject, T> reader) {
    try {
      return new Found.Whole<>(reader.apply(object));
    } catch (StoreException.Missing e) {
      return new Found.Vanished<>();
    } catch (VaultException.Corrupt e) {
      return new Found.Broken<>(new Damaged(object.key(), String.valueOf(e.getMessage())));
    }
  }
}
