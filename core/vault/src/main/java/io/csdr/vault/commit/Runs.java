package io.csdr.vault.commit;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.Fields;
import io.csdr.vault.key.OwnedKeys;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.ParallelCalls;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoreException;
import io.csdr.vault.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The journal of a vault: which runs there are, and what each wrote down (`docs/format.md` section 9).
public final class Runs {
  static final String PREFIX = "j/";
  private static final String FIRST = "/00000000";
  private static final String END = "/end";
  private static final String BEAT = "/beat-";
  private static final String PROBE = PREFIX + "now.";
  private static final int MOST_BODY = 1 << 20;
  private static final int MOST_SEQ = 99_999_999;
  private static final int RUN_ID = 1;
  private static final int NAME = 2;
  private static final int KIND = 3;
  private static final int CLUSTER = 4;
  private static final int MAX_DURATION = 5;
  private static final int CLOCK = 6;
  private static final int BODY = 7;

  private final Store store;
  private final OwnedKeys keys;
  private final Suite suite;
  private final InstantSource clock;

  public Runs(Store store, OwnedKeys keys, Suite suite, InstantSource clock) {
    this.store = store;
    this.keys = keys;
    this.suite = suite;
    this.clock = clock;
  }

  /// Writes the run down. The store's own time of the record is the start.
  ///
  /// @throws VaultException.Occupied when the vault has a run of this id
  public Run start(RunDraft draft) {
    Fields.Writer fields =
        new Fields.Writer()
            .text(RUN_ID, draft.runId())
            .text(NAME, draft.name())
            .text(KIND, draft.kind())
            .text(CLUSTER, draft.clusterUid())
            .s64(MAX_DURATION, draft.maxDuration().toSeconds());
    String key = PREFIX + draft.runId() + FIRST;
    if (!put(key, fields, draft.body())) {
      throw new VaultException.Occupied("the vault already has a run " + draft.runId());
    }
    return find(draft.runId())
        .orElseThrow(() -> new VaultException.Incomplete(key + " vanished after it was written"));
  }

  /// Adds record `seq` (from 1) to the journal; returns false where the run already has that record.
  public boolean append(String runId, int seq, byte[] body) {
    if (seq < 1 || seq > MOST_SEQ) {
      throw new IllegalArgumentException("journal records count from 1: " + seq);
    }
    return put(entryKey(runId, seq), new Fields.Writer().text(RUN_ID, runId), body);
  }

  /// Says that the run lives, for the n-th time (from 1), and takes the time before back.
  public void beat(String runId, int n) {
    put(beatKey(runId, n), new Fields.Writer().text(RUN_ID, runId), new byte[0]);
    discard(beatKey(runId, n - 1));
  }

  /// When the run last said that it lives, on the store's clock.
  public Optional<Instant> lastBeat(String runId) {
    List<Instant> beats = new ArrayList<>();
    store.list(PREFIX + checked(runId) + BEAT, beat -> beats.add(beat.modified()));
    return beats.stream().max(Comparator.naturalOrder());
  }

  /// The store's own time, for which an empty object is written and removed.
  public Instant storeTime() {
    String key = PROBE + UUID.randomUUID();
    store.putIfAbsent(key, new byte[0]);
    try {
      return store
          .stat(key)
          .map(StoredObject::modified)
          .orElseThrow(() -> new VaultException.Incomplete(key + " vanished"));
    } finally {
      discard(key);
    }
  }

  private void discard(String key) {
    try {
      store.delete(key);
    } catch (StoreException.Denied e) {
      // The store retains it: it is small, and nobody reads it.
    }
  }

  /// Writes down that the run is over; a second end is ignored.
  public void end(String runId, byte[] body) {
    put(PREFIX + checked(runId) + END, new Fields.Writer().text(RUN_ID, runId), body);
  }

  /// All runs whose start can be read, in ascending order of ids, and those whose start cannot.
  public Listed<Run> list() {
    List<StoredObject> objects = new ArrayList<>();
    store.list(PREFIX, objects::add);
    Map<String, Instant> ends = new HashMap<>();
    List<StoredObject> starts = new ArrayList<>();
    for (StoredObject object : objects) {
      if (object.key().endsWith(FIRST)) {
        starts.add(object);
      } else if (object.key().endsWith(END)) {
        ends.put(object.key().replace(END, FIRST), object.modified());
      }
    }
    return Listed.read(starts, start -> read(start, Optional.ofNullable(ends.get(start.key()))));
  }

  /// One run.
  public Optional<Run> find(String runId) {
    String base = PREFIX + checked(runId);
    return store
        .stat(base + FIRST)
        .map(first -> read(first, store.stat(base + END).map(StoredObject::modified)));
  }

  /// The journal of a run in order, without its start and end.
  public List<RunEntry> journal(String runId) {
    List<StoredObject> objects = new ArrayList<>();
    store.list(PREFIX + checked(runId) + "/", objects::add);
    objects.removeIf(
        object -> object.key().endsWith(FIRST) || !lastSegment(object).matches("[0-9]{8}"));
    return ParallelCalls.map(
        objects,
        object -> {
          int seq = Integer.parseInt(lastSegment(object));
          return new RunEntry(seq, object.modified(), open(object).bytes(BODY));
        });
  }

  /// One record of a run's journal.
  public Optional<RunEntry> entry(String runId, int seq) {
    return store
        .stat(entryKey(runId, seq))
        .map(object -> new RunEntry(seq, object.modified(), open(object).bytes(BODY)));
  }

  /// What the run said at its end, if it ended.
  public Optional<byte[]> outcome(String runId) {
    return store.stat(PREFIX + checked(runId) + END).map(end -> open(end).bytes(BODY));
  }

  /// Removes every record of a run: the first one, without which there is no run, early, and the end last, so
  /// that a run that ended never seems to go on.
  public void delete(String runId) {
    List<StoredObject> objects = new ArrayList<>();
    store.list(PREFIX + checked(runId) + "/", objects::add);
    objects.sort(Comparator.comparing(object -> object.key().endsWith(END)));
    objects.forEach(object -> store.delete(object.key()));
  }

  private boolean put(String key, Fields.Writer fields, byte[] body) {
    if (body.length > MOST_BODY) {
      throw new IllegalArgumentException("a run's record may have " + MOST_BODY + " bytes");
    }
    byte[] plain = fields.time(CLOCK, clock.instant()).bytes(BODY, body).toBytes();
    int epoch = keys.epoch();
    return store.putIfAbsent(
        key, SealedObject.seal(place(key), suite, epoch, keys.runKey(epoch), plain));
  }

  private Run read(StoredObject object, Optional<Instant> ended) {
    Fields fields = open(object);
    return new Run(
        fields.text(RUN_ID),
        fields.text(NAME),
        fields.text(KIND),
        fields.text(CLUSTER),
        Duration.ofSeconds(fields.s64(MAX_DURATION)),
        object.modified(),
        ended,
        fields.bytes(BODY));
  }

  private Fields open(StoredObject object) {
    if (object.size() > SealedObject.Kind.RUN.maxBytes()) {
      throw new VaultException.Corrupt(object.key() + " is too long for a run's record");
    }
    byte[] bytes = store.read(object.key(), 0, (int) object.size());
    return Fields.parse(SealedObject.open(place(object.key()), bytes, keys::runKey), object.key());
  }

  private SealedObject.Place place(String key) {
    return new SealedObject.Place(SealedObject.Kind.RUN, key, keys.vault().toBytes());
  }

  private static String entryKey(String runId, int seq) {
    return PREFIX + checked(runId) + "/" + String.format(Locale.ROOT, "%08d", seq);
  }

  private static String beatKey(String runId, int n) {
    return PREFIX + checked(runId) + BEAT + String.format(Locale.ROOT, "%08d", n);
  }

  private static String lastSegment(StoredObject object) {
    return object.key().substring(object.key().lastIndexOf('/') + 1);
  }

  private static String checked(String runId) {
    if (!runId.matches("[a-z0-9-]{1,63}")) {
      throw new IllegalArgumentException("malformed run id");
    }
    return runId;
  }
}
