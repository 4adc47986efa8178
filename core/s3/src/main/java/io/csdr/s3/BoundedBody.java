package io.csdr.s3;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Collects a body of limited length, whatever length the other side announces.
final class BoundedBody implements BodySubscriber<byte[]> {
  private static final int LONGEST_ERROR = 64 << 10;
  private static final int FIRST = 16 << 10;
  private static final int MOST_AT_ONCE = 64 << 20;

  /// An answer that goes on beyond what was asked for.
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(int longest) {
      super("the answer is longer than the " + longest + " bytes that were asked for");
    }
  }

  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private final int longest;
  private final boolean cut;
  private final Progress progress;
  private byte[] bytes;
  private int length;
  private Flow.@Nullable Subscription subscription;

  /// With `cut` what is beyond the limit is left out, else it is a failure.
  private BoundedBody(int longest, boolean cut, long announced, Progress progress) {
    this.longest = longest;
    this.cut = cut;
    this.progress = progress;
    // A hostile announcement reserves no more than a pack needs.
    this.bytes = new byte[Math.min(Math.clamp(announced, FIRST, MOST_AT_ONCE), longest)];
  }

  /// Takes good answers up to this length, and the beginning of all others. What comes is told as progress.
  static BodyHandler<byte[]> handler(int longest, Progress progress) {
    return info -> {
      progress.made();
      boolean good = info.statusCode() >= 200 && info.statusCode() < 300;
      long announced = -1;
      try {
        announced = info.headers().firstValueAsLong("content-length").orElse(-1);
      } catch (NumberFormatException e) {
        // Not announced, then.
      }
      return new BoundedBody(good ? longest : LONGEST_ERROR, !good, announced, progress);
    };
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription to) {
    subscription = to;
    to.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    progress.made();
    for (ByteBuffer buffer : buffers) {
      int taken = Math.min(buffer.remaining(), longest - length);
      boolean over = taken < buffer.remaining();
      makeRoom(length + taken);
      buffer.get(bytes, length, taken);
      length += taken;
      if (over) {
        end();
        return;
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    result.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    result.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
  }

  private void end() {
    if (cut) {
      onComplete();
    } else {
      result.completeExceptionally(new TooLong(longest));
    }
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private void makeRoom(int needed) {
    if (needed > bytes.length) {
      long doubled = Math.max(FIRST, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, doubled), longest));
    }
  }
}
