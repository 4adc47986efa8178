package io.csdr.engine.volume;

import io.csdr.model.request.ExistingPolicy;

/// How volumes are to be filled; `allowDamage` goes on past files whose data is lost.
public record FillSettings(ExistingPolicy existing, boolean allowDamage) {}
