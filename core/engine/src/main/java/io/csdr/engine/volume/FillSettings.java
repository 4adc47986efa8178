package io.csdr.engine.volume;

import io.csdr.model.request.ExistingPolicy;

/// How volumes are to be filled: `parallel` at a time; `allowDamage` goes on past files whose data is
/// lost.
public record FillSettings(ExistingPolicy existing, int parallel, boolean allowDamage) {
  public FillSettings {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel is " + parallel);
    }
  }
}
