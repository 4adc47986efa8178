package io.csdr.cli.command.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csdr.cli.outcome.CliException;
import io.csdr.engine.cluster.Discovery;
import io.csdr.model.PvcRef;
import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.RestoreScope.Parts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  @Test
  void noWordsMeanTheWholeBackup() {
    assertThat(scope("")).isEqualTo(RestoreScope.ALL);
  }

  @Test
  void namespacesAndClaimsAreNamedAfterTheirType() {
    assertThat(scope("ns shop other").namespaces()).containsExactly("shop", "other");
    assertThat(scope("pvc data a/b").claims())
        .containsExactly(new PvcRef("here", "data"), new PvcRef("a", "b"));
  }

  /// A script's empty variable leaves a type without a name: that must not stand for everything.
  @ParameterizedTest
  @ValueSource(strings = {"ns", "pvc", "namespaces ", "pvc data "})
  void aTypeWithoutANameIsRefused(String words) {
    assertThatThrownBy(() -> scope(words))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("is missing");
  }

  private static RestoreScope scope(String words) {
    List<String> split = words.isEmpty() ? List.of() : List.of(words.split(" ", -1));
    return new Targets(split, "here", null).scope(TargetsTest::none, Parts.BOTH);
  }

  private static Discovery none() {
    throw new AssertionError("no type was named");
  }
}
