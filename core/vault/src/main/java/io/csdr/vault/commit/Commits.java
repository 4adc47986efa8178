package io.csdr.vault.commit;

import io.csdr.vault.VaultException;
import io.csdr.vault.bytes.ByteReader;
import io.csdr.vault.bytes.ByteWriter;
import io.csdr.vault.bytes.Fields;
import io.csdr.vault.key.OwnedKeys;
import io.csdr.vault.seal.SealedObject;
import io.csdr.vault.seal.Suite;
import io.csdr.vault.store.Store;
import io.csdr.vault.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The commits of a vault (`docs/format.md` section 8). One name of one cluster is one key, so that the store
/// itself refuses a second backup of that name.
public final class Commits {
  private static final String PREFIX = "c/";
  private static final int MOST_NAME = 253;
  private static final int MOST_CLUSTER = 128;
  private static final int MOST_HEADER = 64 << 10;
  private static final int MOST_BODY = 256 << 10;
  private static final int NAME = 1;
  private static final int CLUSTER = 2;
  private static final int RUN_ID = 3;
  private static final int STARTED = 4;
  private static final int ENDED = 5;
  private static final int NAMESPACE = 6;
  private static final int ROOT = 7;
  private static final int HEADER = 8;
  private static final int BODY_INLINE = 9;
  private static final int BODY_STORED = 10;

  private final Store store;
  private final OwnedKeys keys;
  private final Suite suite;

  public Commits(Store store, OwnedKeys keys, Suite suite) {
    this.store = store;
    this.keys = keys;
    this.suite = suite;
  }

  /// Makes the backup exist. Everything that it refers to must be flushed before.
  ///
  /// @throws VaultException.Occupied when the cluster has a backup of this name in the vault
  public CommitRef put(String runId, CommitDraft draft) {
    limit("name", draft.name(), MOST_NAME);
    limit("cluster UID", draft.clusterUid(), MOST_CLUSTER);
    CommitRef ref = ref(draft.clusterUid(), draft.name());
    int epoch = keys.epoch();
    byte[] plain = encode(runId, draft);
    byte[] object = SealedObject.seal(place(ref.key()), suite, epoch, keys.commitKey(epoch), plain);
    if (!store.putIfAbsent(ref.key(), object)) {
      throw new VaultException.Occupied(
          "this cluster already has a backup named " + draft.name() + " in the vault");
    }
    return ref;
  }

  /// The reference that a commit of this name in this cluster has, whether it exists or not.
  public CommitRef ref(String clusterUid, String name) {
    String cluster = keys.hashOfName("cluster\0" + clusterUid, 16);
    String commit = keys.hashOfName("commit\0" + clusterUid + "\0" + name, 32);
    return new CommitRef(PREFIX + cluster + "/" + commit);
  }

  /// All commits that can be read, the oldest first, and those that were altered, moved or renamed.
  public Listed<CommitHeader> list() {
    Listed<CommitHeader> found = Listed.read(objects(), object -> read(object).header());
    return new Listed<>(
        found.whole().stream()
            .sorted(
                Comparator.comparing(CommitHeader::started)
                    .thenComparing(header -> header.ref().key()))
            .toList(),
        found.damaged());
  }

  /// The cluster's commit of this name.
  public Optional<CommitHeader> find(String clusterUid, String name) {
    return store.stat(ref(clusterUid, name).key()).map(object -> read(object).header());
  }

  /// The commits of this name, one of a cluster at most, and those that cannot be read and may be further
  /// ones. Keys hide names, but a single commit tells which cluster it is of, and so where to look.
  public Listed<CommitHeader> find(String name) {
    Map<String, List<StoredObject>> clusters = new TreeMap<>();
    for (StoredObject object : objects()) {
      String cluster = object.key().substring(0, object.key().lastIndexOf('/'));
      clusters.computeIfAbsent(cluster, any -> new ArrayList<>()).add(object);
    }
    List<StoredObject> candidates = new ArrayList<>();
    for (List<StoredObject> commits : clusters.values()) {
      candidates.addAll(ofName(name, commits));
    }
    Listed<CommitHeader> found = Listed.read(candidates, object -> read(object).header());
    return new Listed<>(
        found.whole().stream().filter(header -> header.name().equals(name)).toList(),
        found.damaged());
  }

  /// The one of this name among a cluster's commits; all of them where none of them can be read.
  private List<StoredObject> ofName(String name, List<StoredObject> commits) {
    for (StoredObject object : commits) {
      List<CommitHeader> any = Listed.read(List.of(object), one -> read(one).header()).whole();
      if (!any.isEmpty()) {
        String key = ref(any.getFirst().clusterUid(), name).key();
        return commits.stream().filter(commit -> commit.key().equals(key)).toList();
      }
    }
    return commits;
  }

  private List<StoredObject> objects() {
    List<StoredObject> objects = new ArrayList<>();
    store.list(PREFIX, objects::add);
    objects.removeIf(object -> !CommitRef.isValid(object.key()));
    return objects;
  }

  /// Whether the cluster has a commit of this name, which may be damaged.
  public boolean has(String clusterUid, String name) {
    return store.stat(ref(clusterUid, name).key()).isPresent();
  }

  /// One commit with its body.
  ///
  /// @throws VaultException.Incomplete when it is not there
  public Commit read(CommitRef ref) {
    StoredObject object =
        store
            .stat(ref.key())
            .orElseThrow(() -> new VaultException.Incomplete("there is no commit " + ref.key()));
    return read(object);
  }

  /// Removes the commit; what it refers to becomes garbage once nothing else does.
  public void delete(CommitRef ref) {
    store.delete(ref.key());
  }

  private static byte[] encode(String runId, CommitDraft draft) {
    if (draft.header().length > MOST_HEADER) {
      throw new IllegalArgumentException("a commit's header may have " + MOST_HEADER + " bytes");
    }
    Fields.Writer fields =
        new Fields.Writer()
            .text(NAME, draft.name())
            .text(CLUSTER, draft.clusterUid())
            .text(RUN_ID, runId)
            .time(STARTED, draft.started())
            .time(ENDED, draft.ended());
    draft.namespaces().forEach(namespace -> fields.text(NAMESPACE, namespace));
    for (Root root : draft.roots()) {
      byte[] label = root.label().getBytes(StandardCharsets.UTF_8);
      fields.bytes(ROOT, new ByteWriter(64).u16(label.length).raw(label).id(root.id()).toBytes());
    }
    fields.bytes(HEADER, draft.header());
    switch (draft.body()) {
      case Body.Inline inline -> {
        if (inline.bytes().length > MOST_BODY) {
          throw new IllegalArgumentException("a commit's body may have " + MOST_BODY + " bytes");
        }
        fields.bytes(BODY_INLINE, inline.bytes());
      }
      case Body.Stored stored ->
          fields.bytes(BODY_STORED, new ByteWriter(32).id(stored.id()).toBytes());
    }
    return fields.toBytes();
  }

  private Commit read(StoredObject object) {
    String key = object.key();
    if (object.size() > SealedObject.Kind.COMMIT.maxBytes()) {
      throw new VaultException.Corrupt(key + " is too long for a commit");
    }
    byte[] bytes = store.read(key, 0, (int) object.size());
    Fields fields = Fields.parse(SealedObject.open(place(key), bytes, keys::commitKey), key);
    List<Root> roots = new ArrayList<>();
    for (byte[] root : fields.all(ROOT)) {
      ByteReader in = new ByteReader(root, key);
      roots.add(new Root(in.text(in.u16()), in.id()));
      in.end();
    }
    CommitHeader header =
        new CommitHeader(
            new CommitRef(key),
            fields.text(NAME),
            fields.text(CLUSTER),
            fields.text(RUN_ID),
            fields.texts(NAMESPACE),
            fields.time(STARTED),
            fields.time(ENDED),
            object.modified(),
            roots,
            fields.bytes(HEADER));
    Body body =
        fields
            .find(BODY_INLINE)
            .<Body>map(Body.Inline::new)
            .orElseGet(() -> new Body.Stored(new ByteReader(fields.bytes(BODY_STORED), key).id()));
    return new Commit(header, body);
  }

  private SealedObject.Place place(String key) {
    return new SealedObject.Place(SealedObject.Kind.COMMIT, key, keys.vault().toBytes());
  }

  private static void limit(String what, String text, int most) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > most) {
      throw new IllegalArgumentException("a backup's " + what + " has 1 to " + most + " bytes");
    }
  }
}
