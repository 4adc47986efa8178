package io.csdr.s3;

import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Carries calls out: signs them, sends them, and sends them again while the failure is one that passes.
final class S3Client implements AutoCloseable {
  /// Before the endpoint has ever answered, a wrong address is likelier than an outage.
  private static final Duration FIRST_CONTACT = Duration.ofSeconds(5);

  private final S3Settings settings;
  private final Credentials credentials;
  private final InstantSource clock;
  private final Endpoint endpoint;
  private final SignatureV4 signature;
  private final Refusals refusals;
  private final Wire wire;
  private volatile Duration skew = Duration.ZERO;
  private volatile boolean answered;
  private volatile boolean closed;

  S3Client(S3Location location, S3Settings settings, Credentials credentials, InstantSource clock) {
    this.settings = settings;
    this.credentials = credentials;
    this.clock = clock;
    this.endpoint = Endpoint.of(settings, location.bucket());
    this.signature = new SignatureV4(settings.region());
    this.refusals = new Refusals(location, endpoint, settings.region());
    this.wire = new Wire(settings);
  }

  /// The first answer that the call takes.
  ///
  /// @throws StoreException when there is none, and what is wrong
  Answer send(Call call) {
    try {
      return new Attempts(call).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unreachable(refusals.subject(call) + ": interrupted", e);
    }
  }

  /// An answer that no service of S3 gives.
  StoreException strange(Call call, String why) {
    return refusals.strange(call, why);
  }

  @Override
  public void close() {
    closed = true;
    wire.close();
  }

  /// All attempts of one call.
  private final class Attempts {
    private final Call call;
    private final Patience patience = new Patience(settings.patience());
    private final Patience firstContact = new Patience(shorter(settings.patience(), FIRST_CONTACT));
    private boolean corrected;
    private boolean renewed;

    Attempts(Call call) {
      this.call = call;
    }

    Answer run() throws InterruptedException {
      while (true) {
        try {
          AccessKey key = credentials.current();
          Answer answer = once(key);
          answered = true;
          if (call.takes(answer)) {
            if (answer.isGood()) {
              call.answer().check().accept(answer);
            }
            return answer;
          }
          refused(answer, key);
        } catch (IOException e) {
          Patience left = answered ? patience : firstContact;
          if (closed || Refusals.isFinal(e) || !left.pause("")) {
            throw refusals.of(call, e);
          }
        }
      }
    }

    private Answer once(AccessKey key) throws IOException, InterruptedException {
      URI url = endpoint.url(call.key(), call.query());
      String method = call.deed().method();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url).method(method, call.payload().publisher());
      signature
          .sign(
              method, url, call.headers(), call.payload().sha256(), key, clock.instant().plus(skew))
          .forEach(request::header);
      return wire.send(request.build(), call.answer().longest());
    }

    /// Returns when the call is to be sent again.
    private void refused(Answer answer, AccessKey used) throws InterruptedException {
      S3Error error = S3Error.of(answer);
      if (error.isSkew() && !corrected && answer.date().isPresent()) {
        corrected = true;
        Instant theirs = answer.date().get();
        skew = Duration.between(clock.instant(), theirs);
        return;
      }
      if (error.isExpired() && !renewed) {
        renewed = true;
        if (!credentials.current().equals(used)) {
          return;
        }
      }
      String retryAfter = answer.header("retry-after").orElse("");
      if (!error.isPassing() || !patience.pause(retryAfter)) {
        throw refusals.of(call, error, used);
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
