package io.csdr.engine.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.csdr.model.api.ResourceJson;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts the verdicts of a coverage list that is written to it: saved objects by kind, excluded objects
/// and excluded kinds by rule.
final class CoverageTally extends OutputStream {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Map<String, Long> exclusions = new TreeMap<>();
  private final Map<String, Long> kindsLeftOut = new TreeMap<>();

  List<BackupPreview.Count> kinds() {
    return counts(kinds);
  }

  List<BackupPreview.Count> exclusions() {
    return counts(exclusions);
  }

  List<BackupPreview.Count> kindsLeftOut() {
    return counts(kindsLeftOut);
  }

  @Override
  public void write(int b) {
    if (b == '\n') {
      count(ResourceJson.read(line.toByteArray(), JsonNode.class));
      line.reset();
    } else {
      line.write(b);
    }
  }

  private void count(JsonNode verdict) {
    String about = verdict.path("about").asText();
    String subject = verdict.path("subject").asText();
    switch (about + " " + verdict.path("verdict").asText()) {
      case "object saved" -> kinds.merge(subject.substring(0, subject.indexOf(' ')), 1L, Long::sum);
      case "object excluded" -> exclusions.merge(verdict.path("rule").asText(), 1L, Long::sum);
      case "kind excluded" -> kindsLeftOut.merge(verdict.path("rule").asText(), 1L, Long::sum);
      default -> {
        // volumes and failures are told of by themselves
      }
    }
  }

  private static List<BackupPreview.Count> counts(Map<String, Long> map) {
    return map.entrySet().stream()
        .map(entry -> new BackupPreview.Count(entry.getKey(), entry.getValue()))
        .toList();
  }
}
