package io.csdr.engine.volume.gate;

import io.csdr.engine.volume.claim.StorageClassFacts;
import io.csdr.model.Failure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the cluster has the StorageClass that a claim asks for.
public record ClassCheck(List<StorageClassFacts> classes) {
  public ClassCheck {
    classes = List.copyOf(classes);
  }

  /// The failure that creating the claim would end in, empty when there is none.
  public Optional<Failure> failure(ClaimNeed need) {
    String wanted = need.storageClass();
    if (wanted == null || wanted.isEmpty()) {
      return defaultClass() != null
          ? Optional.empty()
          : Optional.of(
              failure(
                  need,
                  "it names no StorageClass and the cluster has no default one",
                  "mark one as default: kubectl annotate storageclass NAME storageclass.kubernetes.io/is-default-class=true; there are: "
                      + names()));
    }
    return classes.stream().anyMatch(c -> c.name().equals(wanted))
        ? Optional.empty()
        : Optional.of(
            failure(
                need,
                "StorageClass " + wanted + " does not exist in this cluster",
                "--storage-class-map " + wanted + ":NAME with one of: " + names()));
  }

  /// The default class, null where there is none.
  public @Nullable String defaultClass() {
    return classes.stream()
        .filter(StorageClassFacts::isDefault)
        .map(StorageClassFacts::name)
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static Failure failure(ClaimNeed need, String message, String fix) {
    return new Failure(need.object(), "StorageClassMissing", message, fix);
  }

  private String names() {
    return classes.isEmpty()
        ? "none"
        : String.join(", ", classes.stream().map(StorageClassFacts::name).sorted().toList());
  }
}
