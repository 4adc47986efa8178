package io.csdr.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.engine.capture.Coverage;
import io.csdr.engine.flow.BackupPreview.Count;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTallyTest {
  @TempDir Path folder;

  @Test
  void verdictsAreCountedByKindAndRule() {
    CoverageTally tally = new CoverageTally();
    try (Coverage coverage = new Coverage(folder)) {
      coverage.object(new ObjectRef("apps", "deployments", "shop", "web"), new Verdict.Saved());
      coverage.object(new ObjectRef("apps", "deployments", "shop", "db"), new Verdict.Saved());
      coverage.object(new ObjectRef("", "namespaces", null, "shop"), new Verdict.Saved());
      coverage.object(new ObjectRef("", "pods", "shop", "web-1"), new Verdict.Excluded("owned"));
      coverage.object(
          new ObjectRef("", "secrets", "shop", "s"),
          new Verdict.Failed(new Failure("secrets shop/s", "Forbidden", "no", "")));
      coverage.kind("events", new Verdict.Excluded("events"));
      coverage.kind("leases", new Verdict.Excluded("events"));
      coverage.volume(new PvcRef("shop", "data"), new Verdict.Excluded("label"));
      coverage.write(tally);
    }

    assertThat(tally.kinds())
        .containsExactly(new Count("deployments.apps", 2), new Count("namespaces", 1));
    assertThat(tally.exclusions()).containsExactly(new Count("owned", 1));
    assertThat(tally.kindsLeftOut()).containsExactly(new Count("events", 2));
  }
}
