package io.csdr.engine.apply;

import java.time.Duration;

/// How a plan is applied: whether the server only pretends (`--dry-run server`), and how long to wait for
/// what must happen first (CRDs served, old objects gone, webhooks up).
public record ApplyOptions(boolean dryRun, Duration patience) {}
