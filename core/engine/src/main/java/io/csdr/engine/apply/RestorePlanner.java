package io.csdr.engine.apply;

import io.csdr.engine.EngineException;
import io.csdr.engine.apply.PlanItem.Stage;
import io.csdr.engine.capture.ObjectPath;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.rules.RewriteContext;
import io.csdr.engine.rules.Rewriting;
import io.csdr.engine.volume.run.RunLabels;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.RestoreRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what a restore does with every object of a backup, before it does anything.
///
/// Pure but for what `live` tells of the target. A plan holds names and decisions, not objects: those are
/// read again when it is applied.
public final class RestorePlanner {
  private final ObjectArchive archive;
  private final LiveState live;
  private final ClaimGate gate;

  /// Plans restores of `archive` into what `live` shows; claims that `gate` guards come with their data.
  public RestorePlanner(ObjectArchive archive, LiveState live, ClaimGate gate) {
    this.archive = archive;
    this.live = live;
    this.gate = gate;
  }

  /// The plan, its items in the order in which they are to be made.
  ///
  /// @throws EngineException when the request or its maps name what the backup does not have, or would
  ///     make one namespace of two
  public RestorePlan plan(RestoreRequest request) {
    ScopeFilter scope = scope(request);
    TargetKinds kinds = new TargetKinds(live.discovery());
    Set<String> keptVolumes = new HashSet<>();
    archive.walkCluster((path, object) -> {
      ObjectRef ref = ref(path, object);
      if (scope.wanted(ref, object)) {
        foresee(ref, object, request, kinds, keptVolumes);
      }
    });
    RewriteContext context = new RewriteContext(request.rewrites(), keptVolumes);
    Draft draft = new Draft(request, context, kinds);
    MapCheck maps = new MapCheck(request.rewrites());
    archive.walk((path, object) -> {
      ObjectRef ref = ref(path, object);
      boolean wanted = scope.wanted(ref, object);
      maps.note(ref, object, wanted);
      if (wanted) {
        draft.add(path, ref, object);
      }
    });
    maps.require();
    return new RestorePlan(draft.ordered(), context, request.existing());
  }

  private ScopeFilter scope(RestoreRequest request) {
    ScopeFilter scope = new ScopeFilter(request.scope());
    boolean[] learned = {scope.learns()};
    while (learned[0]) {
      learned[0] = false;
      archive.walk((path, object) -> learned[0] |= scope.note(ref(path, object), object));
    }
    List<String> unknown = scope.unknown();
    if (!unknown.isEmpty()) {
      throw new EngineException(
          new Failure(
              String.join(", ", unknown),
              "NotInBackup",
              "the backup does not have " + (unknown.size() == 1 ? "it" : "them"),
              "see what it has with: kubectl csdr ls BACKUP:/"));
    }
    return scope;
  }

  private void foresee(
      ObjectRef ref,
      KubeObject object,
      RestoreRequest request,
      TargetKinds kinds,
      Set<String> keptVolumes) {
    switch (ref.qualifiedResource()) {
      case "customresourcedefinitions.apiextensions.k8s.io" -> kinds.bring(object);
      case "persistentvolumes" -> {
        if (kept(object, request)) {
          keptVolumes.add(ref.name());
        }
      }
      default -> {}
    }
  }

  /// A volume without saved data comes back as it was if its reclaim policy kept it and nobody else has
  /// it by now; every other claim gets a new one.
  private boolean kept(KubeObject volume, RestoreRequest request) {
    String namespace = volume.text("/spec/claimRef/namespace");
    String name = volume.text("/spec/claimRef/name");
    if (!volume.text("/spec/persistentVolumeReclaimPolicy").equals("Retain")
        || gate.brings(new PvcRef(namespace, name))) {
      return false;
    }
    Optional<KubeObject> now =
        live.discovery()
            .find("", "persistentvolumes")
            .flatMap(kind -> live.find(kind, null, volume.name()));
    return now.isEmpty()
        || (now.get().text("/spec/claimRef/name").equals(name)
            && now.get()
                .text("/spec/claimRef/namespace")
                .equals(request.targetNamespace(namespace)));
  }

  /// The directory `cluster` may also be a namespace of that name: the object itself knows.
  private static ObjectRef ref(String path, KubeObject object) {
    ObjectRef ref =
        ObjectPath.parse(path)
            .orElseThrow(() -> new IllegalArgumentException("no object's path: " + path));
    return new ObjectRef(ref.group(), ref.resource(), object.namespace(), object.name());
  }

  /// A plan in the making.
  private final class Draft {
    private final RestoreRequest request;
    private final RewriteContext context;
    private final TargetKinds kinds;
    private final List<PlanItem> items = new ArrayList<>();
    private final Map<String, List<String>> owners = new HashMap<>();
    private String listed = "";
    private Map<String, KubeObject> here = Map.of();

    Draft(RestoreRequest request, RewriteContext context, TargetKinds kinds) {
      this.request = request;
      this.context = context;
      this.kinds = kinds;
    }

    void add(String path, ObjectRef ref, KubeObject stored) {
      Optional<ApiResource> kind = kinds.of(stored);
      KubeObject desired = Rewriting.of(stored, context);
      ObjectRef target =
          new ObjectRef(ref.group(), ref.resource(), desired.namespace(), desired.name());
      PlanAction action =
          kind.isEmpty()
              ? new PlanAction.Refuse(notServed(ref, stored))
              : action(kind.get(), stored, desired);
      Wave wave = kind.map(Wave::of).orElse(Wave.CUSTOM);
      items.add(new PlanItem(path, ref, target, stored.uid(), new Stage(wave, 0), action));
      if (!stored.owners().isEmpty()) {
        owners.put(stored.uid(), stored.owners().stream().map(KubeObject.Owner::uid).toList());
      }
    }

    List<PlanItem> ordered() {
      return new StageOrder(items, owners).ordered();
    }

    private PlanAction action(ApiResource kind, KubeObject stored, KubeObject desired) {
      Optional<String> excluded = RestoreExclusions.reason(kind, stored);
      if (excluded.isPresent()) {
        return new PlanAction.Skip(excluded.get());
      }
      boolean volume = kind.qualified().equals("persistentvolumes");
      if (volume && !context.keptVolumes().contains(stored.name())) {
        return new PlanAction.Skip("volumes: its claim gets a new volume");
      }
      KubeObject now = live(kind, desired.namespace(), desired.name());
      if (now == null) {
        return new PlanAction.Create();
      }
      return guarded(kind, stored, desired) && !now.terminating()
          ? guardedClaim(now)
          : ExistingDecision.of(now, desired, request.existing());
    }

    /// A claim that names a volume gets back that very one, with what is on it.
    private boolean guarded(ApiResource kind, KubeObject stored, KubeObject desired) {
      String namespace = stored.namespace();
      return kind.qualified().equals("persistentvolumeclaims")
          && namespace != null
          && desired.text("/spec/volumeName").isEmpty()
          && gate.guards(new PvcRef(namespace, stored.name()));
    }

    /// Comparing specs tells nothing of the data, so a claim that is there is the gate's to judge, and so
    /// is one that an earlier run made and did not finish. That run itself may be cleaned up after already:
    /// then the claim only says what it is for.
    private PlanAction guardedClaim(KubeObject now) {
      return now.labels().containsKey(RunLabels.ROLE)
          ? new PlanAction.Create()
          : new PlanAction.Fill(now.uid(), request.existing() == ExistingPolicy.REPLACE);
    }

    /// Objects arrive kind by kind, so one list per kind and namespace is held at a time.
    private @Nullable KubeObject live(ApiResource kind, @Nullable String namespace, String name) {
      if (!kinds.served(kind)) {
        return null;
      }
      if (namespace == null) {
        return live.find(kind, null, name).orElse(null);
      }
      String key = namespace + "/" + kind.qualified() + "/" + kind.version();
      if (!key.equals(listed)) {
        here = live.objects(kind, namespace);
        listed = key;
      }
      return here.get(name);
    }

    private Failure notServed(ObjectRef ref, KubeObject stored) {
      String message =
          kinds
              .instead(stored)
              .map(version ->
                  "it is stored as " + stored.apiVersion() + ", the target serves only " + version)
              .orElse("the target serves no " + stored.apiVersion() + " " + stored.kind());
      return new Failure(
          ref.toString(),
          "NotServed",
          message,
          "install what serves it (a CRD or an operator), then run the same restore again");
    }
  }
}
