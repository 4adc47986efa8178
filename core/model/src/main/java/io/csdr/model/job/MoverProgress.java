package io.csdr.model.job;

/// Where a mover stands: entries and plain bytes handled of the known totals (0 while unknown), and the
/// bytes that went over the wire.
public record MoverProgress(
    long entries, long bytes, long totalEntries, long totalBytes, long wire) {}
