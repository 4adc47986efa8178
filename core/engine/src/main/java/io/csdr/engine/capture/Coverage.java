package io.csdr.engine.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.cluster.Json;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import io.csdr.model.job.EntryLines;
import io.csdr.model.job.MoverReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The list of all verdicts of a backup, kept outside memory and written once, sorted, as one JSON object
/// per line:
///
/// `{"about":"object","subject":"configmaps shop/web","verdict":"excluded","rule":"root-ca"}`
///
/// `about` is kind, object, volume or, for a file of the volume `subject`, entry; `verdict` is saved (an entry with its `warning`), excluded (with `rule`) or failed (with `type`,
/// `message` and `fix`). Where a volume has more such files than are listed, `about` entries says how many. Verdicts may come from many threads. A subject that failed is
/// counted and listed as failed once, whatever other verdicts it gets.
public final class Coverage implements AutoCloseable {
  /// How many failures are kept for the report; the rest are in the written list.
  public static final int MOST_FAILURES = 1000;

  private static final long BUFFER = 4 << 20;

  private final SortedSpool spool;
  private final List<Failure> failures = new ArrayList<>();
  private final Set<String> failedKeys = new HashSet<>();
  private long saved;
  private long excluded;
  private long failed;
  private long volumesFailed;

  /// Uses `folder` for what does not fit into memory.
  public Coverage(Path folder) {
    this.spool = new SortedSpool(folder, BUFFER);
  }

  /// A verdict on all objects of one kind, such as `secrets in namespace shop`.
  public void kind(String subject, Verdict verdict) {
    add("kind", subject, verdict);
  }

  /// A verdict on one object.
  public void object(ObjectRef ref, Verdict verdict) {
    add("object", ref.toString(), verdict);
  }

  /// A verdict on the data of one claim.
  public void volume(PvcRef claim, Verdict verdict) {
    add("volume", claim.toString(), verdict);
  }

  /// The entries of one claim's volume that are not in the backup, or not as they were at one moment. Each
  /// line names its entry. The volume's own verdict counts, these do not.
  public synchronized void entries(PvcRef claim, MoverReport report) {
    entries(claim, report.skipped(), "excluded", "rule");
    entries(claim, report.unsteady(), "saved", "warning");
    entries(claim, report.problems(), "failed", "message");
  }

  private void entries(PvcRef claim, EntryLines entries, String verdict, String field) {
    for (String text : entries.lines()) {
      String line = Json.text(entryLine("entry", claim, verdict).put(field, text));
      spool.add("entry/" + claim + "/" + text, line);
    }
    if (entries.unlisted() > 0) {
      String text =
          entries.count() + " entries in all, the first " + entries.lines().size() + " are listed";
      String line = Json.text(entryLine("entries", claim, verdict).put(field, text));
      spool.add("entries/" + claim + "/" + verdict, line);
    }
  }

  private static ObjectNode entryLine(String about, PvcRef claim, String verdict) {
    return Json.object()
        .put("about", about)
        .put("subject", claim.toString())
        .put("verdict", verdict);
  }

  /// Objects by verdict. A kind that could not be listed counts as one failed object; a kind left out as
  /// a whole counts nowhere, volumes only where they failed: they are told of by themselves.
  public synchronized Counts counts() {
    return new Counts(saved, excluded, failed);
  }

  /// How many failed verdicts there are, volumes included.
  public synchronized long failureCount() {
    return failed + volumesFailed;
  }

  /// The first [#MOST_FAILURES] failures.
  public synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }

  /// Writes the list to the end and returns its digest, `sha256:` and 64 hexadecimal digits. Only once.
  public synchronized String write(OutputStream to) {
    MessageDigest digest = sha256();
    DigestOutputStream out = new DigestOutputStream(to, digest);
    spool.drain((key, line) -> line(out, line));
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the coverage", e);
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() {
    spool.close();
  }

  /// Objects by verdict.
  public record Counts(long saved, long excluded, long failed) {}

  private synchronized void add(String about, String subject, Verdict verdict) {
    String key = about + "/" + subject;
    if (verdict instanceof Verdict.Failed && !failedKeys.add(key)) {
      return;
    }
    ObjectNode line = Json.object();
    line.put("about", about).put("subject", subject);
    boolean object = about.equals("object");
    switch (verdict) {
      case Verdict.Saved ignored -> {
        saved += object ? 1 : 0;
        line.put("verdict", "saved");
      }
      case Verdict.Excluded exclusion -> {
        excluded += object ? 1 : 0;
        line.put("verdict", "excluded").put("rule", exclusion.rule());
      }
      case Verdict.Failed failure -> {
        failed(about, failure.failure());
        line.put("verdict", "failed").put("type", failure.failure().type());
        line.put("message", failure.failure().message()).put("fix", failure.failure().fix());
      }
    }
    spool.add(verdict instanceof Verdict.Failed ? key + "/failed" : key, Json.text(line));
  }

  private void failed(String about, Failure failure) {
    if (about.equals("volume")) {
      volumesFailed++;
    } else {
      failed++;
    }
    if (failures.size() < MOST_FAILURES) {
      failures.add(failure);
    }
  }

  private static void line(OutputStream out, String line) {
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the coverage", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
