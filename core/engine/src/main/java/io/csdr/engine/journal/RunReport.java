package io.csdr.engine.journal;

import io.csdr.vault.Vault;
import io.csdr.vault.commit.Run;
import io.csdr.vault.commit.RunEntry;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// All that a run has to tell at its end, of whatever length: it lies in records of the run's journal and
/// goes when the run goes.
public final class RunReport {
  private static final int FIRST = 2001;
  private static final int PIECE = 512 << 10;

  private RunReport() {}

  /// Writes the report, before the run's end. May be repeated with the same one.
  public static void write(Vault vault, Run run, byte[] report) {
    for (int at = 0; at < report.length; at += PIECE) {
      int end = Math.min(at + PIECE, report.length);
      vault.appendRun(run, FIRST + at / PIECE, Arrays.copyOfRange(report, at, end));
    }
  }

  /// The report of a run that has ended; empty where it had none.
  public static Optional<byte[]> read(Vault vault, Run run) {
    List<RunEntry> pieces =
        vault.journal(run).stream().filter(entry -> entry.seq() >= FIRST).toList();
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    pieces.forEach(piece -> report.writeBytes(piece.body()));
    return pieces.isEmpty() ? Optional.empty() : Optional.of(report.toByteArray());
  }
}
