package io.csdr.vault.commit;

import java.time.Instant;

/// One record of a run's journal: `seq` counts from 1, `written` is the store's own time, `body` is opaque here.
@SuppressWarnings("ArrayRecordComponent")
public record RunEntry(int seq, Instant written, byte[] body) {}
