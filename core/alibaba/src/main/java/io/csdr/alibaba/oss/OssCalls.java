package io.csdr.alibaba.oss;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Makes requests until they succeed or there is no hope, and turns what is left into store exceptions.
///
/// Failures that pass are tried anew with growing random waits. A refused time is tried once more, with
/// the offset that the SDK has learned from the refusal, and so is a refused key if there may be another.
final class OssCalls {
  private final OSS client;
  private final AnswerNotes notes;
  private final OssCredentials credentials;
  private final OssFailures failures;
  private final RetryPolicy retry;

  OssCalls(
      OSS client,
      AnswerNotes notes,
      OssCredentials credentials,
      OssFailures failures,
      RetryPolicy retry) {
    this.client = client;
    this.notes = notes;
    this.credentials = credentials;
    this.failures = failures;
    this.retry = retry;
  }

  /// One request, or a few that belong together.
  interface Attempt<T> {
    T make(OSS client) throws IOException;
  }

  OssFailures failures() {
    return failures;
  }

  /// The result of the first attempt that has one. `name` is what it is about, for messages.
  <T> T run(OssAction action, String name, Attempt<T> attempt) {
    boolean timeCorrected = false;
    boolean keyRenewed = false;
    for (int made = 1; ; made++) {
      notes.take();
      Optional<Duration> wish = Optional.empty();
      try {
        return attempt.make(client);
      } catch (OSSException e) {
        AnswerNotes.Note note = notes.take();
        if (OssFailures.refusesTime(e) && !timeCorrected) {
          timeCorrected = true;
          continue;
        }
        if (OssFailures.refusesKey(e) && !keyRenewed && credentials.renew()) {
          keyRenewed = true;
          continue;
        }
        if (made >= retry.attempts() || !OssFailures.passes(e, note.status())) {
          throw failures.of(action, name, e, note.status());
        }
        wish = note.wish();
      } catch (ClientException e) {
        if (made >= retry.attempts() || !OssFailures.passes(e)) {
          throw failures.of(action, name, e);
        }
      } catch (IOException e) {
        if (made >= retry.attempts()) {
          throw failures.of(action, name, e);
        }
      }
      pause(made, wish, name);
    }
  }

  private void pause(int made, Optional<Duration> wish, String name) {
    try {
      Thread.sleep(retry.delay(made, wish));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unreachable(
          "interrupted while waiting to try " + name + " again", e);
    }
  }
}
