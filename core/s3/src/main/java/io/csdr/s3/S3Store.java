package io.csdr.s3;

import io.csdr.vault.VaultException;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoreKey;
import io.csdr.vault.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;

/// Objects in a bucket, below a prefix.
///
/// A put is conditional (`If-None-Match: *`), so that of many writers one wins. It carries a random mark in
/// the object's metadata: where the answer of a put is lost and its repetition finds the key there, the mark
/// tells whether the object is this call's own. What the service says of an object is checked against what
/// was sent and asked for. Failures that pass are tried again until the patience of the settings is over;
/// messages of exceptions end with a dash and what to do.
public final class S3Store implements Store {
  private static final String MARK = "x-amz-meta-csdr-put";
  private static final int NOT_FOUND = 404;
  private static final int TAKEN = 412;
  private static final int OUT_OF_RANGE = 416;
  private static final int PARTIAL = 206;

  /// No service has larger objects; a range beyond need not be asked for.
  private static final long LARGEST_OBJECT = 1L << 50;

  /// What a creation that did not end may have left: key slots, and the object of [#requireConditionalPuts].
  private static final String SLOTS = "keys/";

  private static final String PROBES = "probe/";

  private final S3Location location;
  private final S3Client client;
  private volatile boolean seen;

  private S3Store(S3Location location, S3Client client) {
    this.location = location;
    this.client = client;
  }

  /// The objects at that place, of which nothing is asked yet.
  ///
  /// @throws StoreException.Denied when the settings name certificates that cannot be read
  public static S3Store open(S3Location location, S3Settings settings, Credentials credentials) {
    return open(location, settings, credentials, InstantSource.system());
  }

  /// With a clock of one's own to sign by.
  static S3Store open(
      S3Location location, S3Settings settings, Credentials credentials, InstantSource clock) {
    return new S3Store(location, new S3Client(location, settings, credentials, clock));
  }

  /// A place for a new vault in a bucket that exists: nothing lies there but an unfinished creation, and the
  /// service keeps its word about conditional puts.
  ///
  /// @throws VaultException.Occupied when something else is there
  /// @throws StoreException.Denied when the service overwrites what it was told not to
  public static S3Store create(S3Location location, S3Settings settings, Credentials credentials) {
    S3Store store = open(location, settings, credentials);
    try {
      store.requireFree();
      store.requireConditionalPuts();
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /// The URL that requests for the bucket go to, by which a proxy is chosen.
  public static URI url(S3Location location, S3Settings settings) {
    return Endpoint.of(settings, location.bucket()).url("", Collections.emptySortedMap());
  }

  /// Where the objects lie.
  public S3Location location() {
    return location;
  }

  @Override
  public byte[] read(String key, long offset, int length) {
    StoreKey.check(key);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative range of " + key);
    }
    if (length == 0 || offset > LARGEST_OBJECT) {
      return nothing(key, offset, length);
    }
    long last = offset + length - 1;
    Call call =
        Call.of(
                Call.Deed.READ,
                location.key(key),
                Call.Expected.of(length, OUT_OF_RANGE)
                    .checked(answer -> checkPart(answer, offset, length)))
            .header("range", "bytes=" + offset + "-" + last)
            .header("x-amz-checksum-mode", "ENABLED");
    Answer answer = client.send(call);
    if (answer.status() == OUT_OF_RANGE || answer.body().length < length) {
      throw new StoreException.Truncated(key, offset + length, size(key, answer));
    }
    seen = true;
    return answer.body();
  }

  /// One request, without a look at the object first.
  @Override
  public byte[] readAll(String key) {
    Call call =
        Call.of(
                Call.Deed.READ,
                location.key(StoreKey.check(key)),
                Call.Expected.of(Integer.MAX_VALUE - 8).checked(S3Store::checkWhole))
            .header("x-amz-checksum-mode", "ENABLED");
    byte[] bytes = client.send(call).body();
    seen = true;
    return bytes;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes, int offset, int length) {
    String mark = HexFormat.of().formatHex(mark());
    Payload payload = Payload.of(bytes, offset, length);
    String crc = payload.crc32c();
    Call call =
        Call.of(
                Call.Deed.WRITE,
                location.key(StoreKey.check(key)),
                Call.Expected.of(BODY_OF_WRITE, TAKEN).checked(answer -> checkCrc(answer, crc)))
            .body(payload)
            .header("if-none-match", "*")
            .header(MARK, mark)
            .header(Crc.HEADER, crc);
    Answer answer = client.send(call);
    seen = true;
    // The condition may have failed on what an earlier attempt of this very call wrote.
    return answer.isGood() || mark.equals(look(key).flatMap(it -> it.header(MARK)).orElse(""));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> to) {
    StoreKey.checkPrefix(prefix);
    int own = location.key("").length();
    String last = "";
    String token = "";
    do {
      ListPage page = page(prefix, token);
      for (ListPage.Entry entry : page.entries()) {
        String key = entry.key().length() < own ? "" : entry.key().substring(own);
        if (!StoreKey.isValid(key) || !key.startsWith(prefix)) {
          continue; // no object of a vault
        }
        if (key.compareTo(last) <= 0) {
          throw new StoreException.Denied(
              "listing of "
                  + location
                  + ": "
                  + key
                  + " comes after "
                  + last
                  + " — use a bucket of a service that lists in ascending order; directory buckets do not",
              null);
        }
        last = key;
        // Whole seconds, as a look at the object tells.
        to.accept(
            new StoredObject(key, entry.size(), entry.modified().truncatedTo(ChronoUnit.SECONDS)));
      }
      token = page.next();
    } while (!token.isEmpty());
    seen = true;
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return look(StoreKey.check(key)).map(answer -> object(key, answer));
  }

  @Override
  public void delete(String key) {
    try {
      client.send(
          Call.of(
              Call.Deed.DELETE,
              location.key(StoreKey.check(key)),
              Call.Expected.of(BODY_OF_WRITE)));
    } catch (StoreException.Missing e) {
      // Some services say so; it is no error.
    }
    seen = true;
  }

  @Override
  public void close() {
    client.close();
  }

  /// Room for what services say to a write, which is nothing or little.
  private static final int BODY_OF_WRITE = 64 << 10;

  private byte[] nothing(String key, long offset, int length) {
    long size = stat(key).orElseThrow(() -> new StoreException.Missing(key)).size();
    if (length > size - offset) {
      throw new StoreException.Truncated(key, offset + length, size);
    }
    return new byte[0];
  }

  private long size(String key, Answer answer) {
    return ByteRange.of(answer)
        .size()
        .orElseGet(() -> stat(key).orElseThrow(() -> new StoreException.Missing(key)).size());
  }

  /// The answer to HEAD, or empty where there is no object.
  ///
  /// An answer to HEAD has no words, so the reason of a refusal is asked for with a GET of one byte, which is
  /// also what tells a missing object from a missing bucket.
  private Optional<Answer> look(String key) {
    Call.Expected any = Call.Expected.of(0, NOT_FOUND, 301, 307, 400, 401, 403, 405);
    Answer answer = client.send(Call.of(Call.Deed.LOOK, location.key(key), any));
    if (!answer.isGood() && !(seen && answer.status() == NOT_FOUND)) {
      try {
        client.send(
            Call.of(Call.Deed.READ, location.key(key), Call.Expected.of(1, OUT_OF_RANGE))
                .header("range", "bytes=0-0"));
      } catch (StoreException.Missing e) {
        seen = true;
        return Optional.empty();
      }
      answer =
          client.send(Call.of(Call.Deed.LOOK, location.key(key), Call.Expected.of(0, NOT_FOUND)));
    }
    seen = true;
    return answer.isGood() ? Optional.of(answer) : Optional.empty();
  }

  private StoredObject object(String key, Answer answer) {
    try {
      long size = answer.length().orElseThrow(() -> new IOException("the answer tells no size"));
      return new StoredObject(key, size, answer.modified());
    } catch (IOException e) {
      Call call = Call.of(Call.Deed.LOOK, location.key(key), Call.Expected.of(0));
      throw client.strange(call, String.valueOf(e.getMessage()));
    }
  }

  private ListPage page(String prefix, String token) {
    TreeMap<String, String> query = new TreeMap<>();
    query.put("list-type", "2");
    query.put("prefix", location.key(prefix));
    query.put("encoding-type", "url");
    if (!token.isEmpty()) {
      query.put("continuation-token", token);
    }
    Call call = Call.of(Call.Deed.LIST, "", Call.Expected.of(ListPage.LONGEST)).query(query);
    try {
      return ListPage.parse(client.send(call).body());
    } catch (XMLStreamException e) {
      throw client.strange(call, "the answer is no listing: " + e.getMessage());
    }
  }

  private void requireFree() {
    for (ListPage.Entry entry : page("", "").entries()) {
      if (!entry.key().startsWith(location.key(SLOTS))
          && !entry.key().startsWith(location.key(PROBES))) {
        throw new VaultException.Occupied(location + " is not empty");
      }
    }
  }

  private void requireConditionalPuts() {
    String key = PROBES + HexFormat.of().formatHex(mark());
    putIfAbsent(key, new byte[0]);
    boolean overwritten = putIfAbsent(key, new byte[] {1});
    try {
      delete(key);
    } catch (StoreException.Denied e) {
      // A bucket that nothing may be deleted from keeps an object that means nothing.
    }
    if (overwritten) {
      throw new StoreException.Denied(
          location
              + " cannot hold a vault: the service overwrites objects although it is asked not to"
              + " (If-None-Match) — use a service or a version that has conditional writes",
          null);
    }
  }

  private static byte[] mark() {
    byte[] mark = new byte[16];
    ThreadLocalRandom.current().nextBytes(mark);
    return mark;
  }

  private static void checkPart(Answer answer, long offset, int length) throws IOException {
    int got = answer.body().length;
    if (answer.status() != PARTIAL) {
      if (offset != 0 || answer.length().orElse(-1) != got) {
        throw new BoundedBody.TooLong(length); // the whole object, which nobody asked for
      }
      return;
    }
    ByteRange range = ByteRange.of(answer);
    if (range.start() != offset) {
      throw new IOException("the answer is another part of the object");
    }
    long left = range.size().orElse(Long.MAX_VALUE) - offset;
    if (got != Math.min(length, left)) {
      throw new IOException(got + " bytes came instead of " + Math.min(length, left));
    }
    if (offset == 0 && left == got) {
      checkOwnCrc(answer);
    }
  }

  private static void checkWhole(Answer answer) throws IOException {
    int got = answer.body().length;
    if (answer.length().orElse(got) != got) {
      throw new IOException(got + " bytes came instead of " + answer.length().getAsLong());
    }
    checkOwnCrc(answer);
  }

  private static void checkOwnCrc(Answer answer) throws IOException {
    checkCrc(answer, Crc.of(answer.body(), 0, answer.body().length));
  }

  /// A checksum with a dash in it is one of parts, which says nothing of the whole.
  private static void checkCrc(Answer answer, String crc) throws IOException {
    String told = answer.header(Crc.HEADER).orElse(crc);
    if (!told.equals(crc) && !told.contains("-")) {
      throw new IOException("the checksum does not fit: the bytes were damaged on their way");
    }
  }
}
