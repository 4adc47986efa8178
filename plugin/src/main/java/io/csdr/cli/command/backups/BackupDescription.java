package io.csdr.cli.command.backups;

import io.csdr.model.ByteSize;
import io.csdr.model.Failure;
import io.csdr.model.api.ApplicationBackup;
import java.util.ArrayList;
import java.util.List;

/// A backup for people.
record BackupDescription(Facts facts, ApplicationBackup backup) {

  void print() {
    ApplicationBackup.Status status = backup.status();
    facts.line("Name", backup.metadata().name());
    facts.line("Phase", status.phase());
    facts.line("Run", status.run());
    facts.line("Namespaces", String.join(", ", backup.spec().includedNamespaces()));
    facts.line("Cluster", status.clusterUid() + " (" + status.clusterVersion() + ")");
    facts.time("Started", status.startTimestamp());
    facts.time("Completed", status.completionTimestamp());
    facts.time("Expires", status.expiration());
    facts.line("Consistency", status.consistency() == null ? "<no volumes>" : status.consistency());
    ApplicationBackup.ObjectCounts counts = status.objects();
    facts.line(
        "Objects",
        counts.saved()
            + " saved, "
            + counts.excluded()
            + " excluded by rules, "
            + counts.failed()
            + " failed");
    facts.line("Coverage", status.coverageDigest() == null ? "<none>" : status.coverageDigest());
    if (status.volumes().isEmpty()) {
      facts.line("Volumes", "<none>");
    }
    facts.list("Volumes", status.volumes().stream().map(BackupDescription::volume).toList());
    facts.list("Failures", failures(status));
  }

  private static String volume(ApplicationBackup.VolumeStatus volume) {
    StringBuilder text = new StringBuilder();
    text.append(volume.namespace()).append('/').append(volume.pvc());
    text.append(": ").append(volume.verdict());
    if (volume.consistency() != null) {
      text.append(", ").append(volume.method()).append(", ").append(volume.consistency());
    }
    if (volume.bytes() > 0) {
      text.append(", ").append(ByteSize.of(volume.bytes()));
      text.append(" (").append(ByteSize.of(volume.newBytes())).append(" new)");
    }
    if (volume.reason() != null) {
      text.append(" — ").append(volume.reason());
    }
    return text.toString();
  }

  private List<String> failures(ApplicationBackup.Status status) {
    List<String> lines = new ArrayList<>(status.failures().stream().map(Failure::line).toList());
    long more = status.failureCount() - status.failures().size();
    if (more > 0) {
      lines.add(
          "… and "
              + more
              + " more: kubectl csdr describe "
              + backup.metadata().name()
              + " --details");
    }
    return lines;
  }
}
