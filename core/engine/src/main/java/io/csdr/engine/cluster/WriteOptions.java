package io.csdr.engine.cluster;

/// How a write is made: under which field manager, and whether the server only pretends.
public record WriteOptions(String fieldManager, boolean dryRun) {
  /// What a restore writes as.
  public static final WriteOptions RESTORE = new WriteOptions("csdr-restore", false);

  /// What everything else of ours writes as.
  public static final WriteOptions CSDR = new WriteOptions("csdr", false);

  /// The same, but the server changes nothing.
  public WriteOptions pretending() {
    return new WriteOptions(fieldManager, true);
  }

  ApiCall on(ApiCall call) {
    return call.with("fieldManager", fieldManager).with("dryRun", dryRun ? "All" : null);
  }
}
