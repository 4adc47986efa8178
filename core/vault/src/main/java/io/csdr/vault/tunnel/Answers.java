package io.csdr.vault.tunnel;

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
    Fields fields = new Fields(answer.body());
    return switch (answer.status()) {
      case DONE -> answer.body();
      case MISSING -> throw new StoreException.Missing(fields.text());
      case TRUNCATED ->
          throw new StoreException.Truncated(fields.text(), fields.u64(), fields.u64());
      case FULL -> throw new StoreException.Full(fields.text(), null);
      case DENIED -> throw new StoreException.Denied(fields.text(), null);
      case UNREACHABLE -> throw new StoreException.Unreachable(fields.text(), null);
      case BAD_KEY -> throw new IllegalArgumentException(fields.text());
    };
  }

  /// The answer that tells of a failure; `store` is asked for the size where a read found too little.
  static OpenCall.Answer failure(RuntimeException failure, Store store, String key, long end) {
    return switch (failure) {
      case StoreException.Missing _ -> missing(key);
      case StoreException.Truncated _ -> truncated(store, key, end);
      case StoreException.Full full -> told(Status.FULL, full);
      case StoreException.Denied denied -> told(Status.DENIED, denied);
      case StoreException.Unreachable gone -> told(Status.UNREACHABLE, gone);
      case IllegalArgumentException bad -> told(Status.BAD_KEY, bad);
      case RuntimeException other -> message(Status.DENIED, "the host could not do it: " + other);
    };
  }

  private static OpenCall.Answer truncated(Store store, String key, long end) {
    Optional<StoredObject> object;
    try {
      object = store.stat(key);
    } catch (StoreException e) {
      return failure(e, store, key, end);
    }
    if (object.isEmpty()) {
      return missing(key);
    }
    byte[] body = new Fields.Writer().text(key).u64(end).u64(object.get().size()).done();
    return new OpenCall.Answer(Status.TRUNCATED, body);
  }

  private static OpenCall.Answer missing(String key) {
    return new OpenCall.Answer(Status.MISSING, new Fields.Writer().text(key).done());
  }

  private static OpenCall.Answer told(Status status, RuntimeException failure) {
    return message(status, String.valueOf(failure.getMessage()));
  }

  private static OpenCall.Answer message(Status status, String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, Limits.MESSAGE);
    String cut = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return new OpenCall.Answer(status, new Fields.Writer().text(cut).done());
  }
}
