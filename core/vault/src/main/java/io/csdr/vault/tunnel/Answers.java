package io.csdr.vault.tunnel;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.key.PackKeys;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Turns failures of the host's side into answers and answers back into the same failures.
final class Answers {
  private Answers() {}

  /// The body of a DONE answer; any other answer becomes the exception it stands for.
  static byte[] body(OpenCall.Answer answer) throws TunnelException.Violation {
    if (answer.status() == Status.DONE) {
      return answer.body();
    }
    RuntimeException failure;
    try {
      failure = failure(answer);
    } catch (VaultException.Corrupt e) {
      throw new TunnelException.Violation("the host's answer makes no sense: " + e.getMessage());
    }
    throw failure;
  }

  private static RuntimeException failure(OpenCall.Answer answer) {
    ByteReader in = new ByteReader(answer.body(), "answer");
    String text = StoreWords.text(in);
    return switch (answer.status()) {
      case DONE -> throw new IllegalStateException("done is no failure");
      case MISSING -> new StoreException.Missing(text);
      case TRUNCATED ->
          new StoreException.Truncated(text, StoreWords.number(in), StoreWords.number(in));
      case FULL -> new StoreException.Full(text, null);
      case DENIED -> new StoreException.Denied(text, null);
      case UNREACHABLE -> new StoreException.Unreachable(text, null);
      case BAD_KEY -> new IllegalArgumentException(text);
    };
  }

  /// The answer that tells of a failure of a call that has no more to say of it.
  static OpenCall.Answer failure(RuntimeException failure) {
    return switch (failure) {
      case StoreException.Full full -> told(Status.FULL, full);
      case StoreException.Unreachable gone -> told(Status.UNREACHABLE, gone);
      case StoreException.Denied denied -> told(Status.DENIED, denied);
      case PackKeys.PackDenied denied -> told(Status.DENIED, denied);
      case IllegalArgumentException bad -> told(Status.BAD_KEY, bad);
      case VaultException known -> message(Status.DENIED, String.valueOf(known.getMessage()));
      case RuntimeException other -> message(Status.DENIED, "the host could not do it: " + other);
    };
  }

  static OpenCall.Answer missing(String key) {
    return message(Status.MISSING, key);
  }

  /// The answer to a read that found an object too short, or by now none.
  static OpenCall.Answer truncated(Store store, Demand.Read read) {
    Optional<StoredObject> object;
    try {
      object = store.stat(read.key());
    } catch (StoreException e) {
      return failure(e);
    }
    if (object.isEmpty()) {
      return missing(read.key());
    }
    byte[] body = StoreWords.text(read.key()).u64(read.end()).u64(object.get().size()).toBytes();
    return new OpenCall.Answer(Status.TRUNCATED, body);
  }

  private static OpenCall.Answer told(Status status, RuntimeException failure) {
    return message(status, String.valueOf(failure.getMessage()));
  }

  private static OpenCall.Answer message(Status status, String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, Limits.MESSAGE);
    String cut = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return new OpenCall.Answer(status, StoreWords.text(cut).toBytes());
  }
}
