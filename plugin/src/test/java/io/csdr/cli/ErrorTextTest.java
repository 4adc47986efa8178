package io.csdr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.csdr.cli.outcome.ExitCode;
import io.csdr.vault.store.StoreException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/// What failures are to people. Messages of their own kinds are tested where they come from.
class ErrorTextTest {
  @Test
  void aRefusalKeepsTheServersWordsAndNamesTheFix() {
    ErrorText told =
        ErrorText.of(
            new KubernetesClientException(
                "long story",
                403,
                new StatusBuilder()
                    .withReason("Forbidden")
                    .withMessage("may not list pods")
                    .build()));

    assertThat(told.fromServer()).isTrue();
    assertThat(told.text())
        .isEqualTo(
            "Error from server (Forbidden): may not list pods — ask for the right, or use another"
                + " --context");
    assertThat(told.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aLostServerIsNoBug() {
    assertThat(ErrorText.of(new KubernetesClientException("connection reset")).text())
        .startsWith("unable to connect to the server: connection reset — check the context");
  }

  @Test
  void filesAreNamedWithWhatIsWrong() {
    assertThat(ErrorText.of(new AccessDeniedException("/backup/x")).text())
        .isEqualTo(
            "cannot use /backup/x: permission denied — check the path, its rights and the room there");
    assertThat(
            ErrorText.of(
                    new UncheckedIOException(
                        "cannot write the coverage", new IOException("No space left on device")))
                .text())
        .isEqualTo("cannot write the coverage: No space left on device");
  }

  @Test
  void onlyWhatNobodyThoughtOfIsABug() {
    assertThat(ErrorText.of(new IllegalStateException("oops")).text())
        .isEqualTo("unexpected: oops — this is a bug of csdr; -v 4 shows where it happened");
    assertThat(ErrorText.of(new CancellationException()).code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(ErrorText.of(new StoreException.Full("disk", new IOException("x"))).text())
        .endsWith("make room, then run the command again");
  }
}
