package io.csdr.engine.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a listing shows of a backup without opening it: a printed phase and consistency, numbers of
/// saved objects and volumes, plain bytes of its volumes and how many of them were new.
public record BackupSummary(
    String phase,
    @Nullable String consistency,
    long objects,
    long failures,
    int volumes,
    long bytes,
    long newBytes,
    @Nullable Instant expiration) {}
