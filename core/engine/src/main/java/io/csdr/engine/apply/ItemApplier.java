package io.csdr.engine.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.engine.EngineException;
import io.csdr.engine.cluster.ApiException;
import io.csdr.engine.cluster.ApiException.Reason;
import io.csdr.engine.cluster.ApiFailures;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Cluster;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import io.csdr.engine.cluster.Patch;
import io.csdr.engine.cluster.WriteOptions;
import io.csdr.engine.rules.Rewriting;
import io.csdr.model.Failure;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.request.ExistingPolicy;
import java.util.List;
import java.util.Optional;

/// Does what a plan says with one object. Safe for many threads.
final class ItemApplier {
  private final Cluster cluster;
  private final ObjectArchive archive;
  private final RestorePlan plan;
  private final ClaimGate gate;
  private final WriteOptions options;
  private final OwnerLinks owners;
  private final Tally tally;
  private volatile Discovery discovery;

  ItemApplier(
      Cluster cluster,
      ObjectArchive archive,
      RestorePlan plan,
      ClaimGate gate,
      WriteOptions options,
      Tally tally) {
    this.cluster = cluster;
    this.archive = archive;
    this.plan = plan;
    this.gate = gate;
    this.options = options;
    this.owners = new OwnerLinks(cluster);
    this.tally = tally;
    this.discovery = cluster.discover();
  }

  /// What the target serves from now on.
  void discovered(Discovery now) {
    discovery = now;
  }

  Discovery discovery() {
    return discovery;
  }

  /// Applies one item. A refusal that time may lift is thrown for the caller to try again; every other
  /// one is counted.
  void apply(PlanItem item) {
    switch (item.action()) {
      case PlanAction.Skip ignored -> tally.skipped();
      case PlanAction.Refuse(Failure failure) -> tally.failed(failure);
      case PlanAction.Leave(String uid, List<String> differences) -> {
        owners.note(item.sourceUid(), uid);
        tally.left(item.target(), differences);
      }
      case PlanAction.Unchanged(String uid) -> {
        owners.note(item.sourceUid(), uid);
        tally.unchanged(item.target());
      }
      case PlanAction.Fill(String uid, boolean replaces) -> {
        if (!replaces) {
          owners.note(item.sourceUid(), uid);
        }
        make(item, false);
      }
      case PlanAction.Create ignored -> make(item, false);
      case PlanAction.Replace ignored -> make(item, false);
      case PlanAction.Update ignored -> make(item, true);
    }
  }

  private void make(PlanItem item, boolean there) {
    KubeObject stored = archive.read(item.path());
    Optional<ApiResource> kind = kind(item, stored);
    if (kind.isEmpty()) {
      return;
    }
    KubeObject desired = Rewriting.of(stored, plan.context());
    owners.relink(item.target(), desired, discovery).ifPresent(tally::warn);
    try {
      if (there) {
        update(item, kind.get(), desired);
      } else {
        create(item, kind.get(), stored, desired);
      }
    } catch (EngineException e) {
      tally.failed(e.failure());
    } catch (ApiException e) {
      refused(e, item, kind.get(), desired);
    }
  }

  /// Whether trying again later may help: a webhook whose pods are not up yet, a quota that has not been
  /// counted yet, an account that is about to be made.
  static boolean passing(ApiException e) {
    String detail = e.detail();
    return e.reason() == Reason.WEBHOOK
        || e.reason() == Reason.BUSY
        || (e.reason() == Reason.FORBIDDEN
            && (detail.contains("unknown for quota")
                || detail.contains("error looking up service account")))
        || (e.reason() == Reason.CONFLICT && detail.contains("resourcequotas"));
  }

  private void create(PlanItem item, ApiResource kind, KubeObject stored, KubeObject desired) {
    boolean fresh = fresh(item.source(), desired);
    if (fresh && gate.guards(claim(item.source()))) {
      through(item, desired);
    } else {
      KubeObject made = cluster.create(kind, desired, options);
      owners.note(item.sourceUid(), made.uid());
      if (!options.dryRun()) {
        new FieldOwners(cluster, kind).giveBack(stored, made);
      }
      tally.created(item.target());
      if (fresh) {
        gate.lacks(claim(item.source()))
            .ifPresent(reason -> tally.warn(item.target() + " is created empty: " + reason));
      }
    }
  }

  /// The gate tells itself what became of a claim's data; what a dry run cannot ask it is told here.
  private void through(PlanItem item, KubeObject desired) {
    PvcRef source = claim(item.source());
    boolean made = options.dryRun() ? gate.brings(source) : gate.create(source, desired);
    boolean kept = item.action() instanceof PlanAction.Fill fill && !fill.replaces();
    if (!kept && !made) {
      tally.withheld();
    } else if (item.action() instanceof PlanAction.Create) {
      tally.created(item.target());
    } else if (!kept) {
      tally.updated(item.target());
    } else {
      if (options.dryRun()) {
        tally.warn(ClaimGate.kept(claim(item.target())));
      }
      tally.unchanged(item.target());
    }
  }

  private void refused(ApiException e, PlanItem item, ApiResource kind, KubeObject desired) {
    if (passing(e)) {
      throw e;
    }
    boolean taken = portTaken(e) && dropNodePorts(desired);
    if (taken) {
      tally.warn(item.target() + ": its node port is taken, it gets another one");
    }
    if (e.reason() == Reason.ALREADY_EXISTS || taken) {
      again(e, item, kind, desired);
    } else if (options.dryRun() && e.reason() == Reason.NOT_FOUND) {
      // Its namespace or CRD would be made first: the server cannot judge it before.
      tally.created(item.target());
    } else {
      tally.failed(immutable(ApiFailures.of(e, item.target()), e));
    }
  }

  private void again(ApiException e, PlanItem item, ApiResource kind, KubeObject desired) {
    try {
      if (e.reason() == Reason.ALREADY_EXISTS) {
        exists(item, kind, desired);
      } else {
        create(item, kind, desired, desired);
      }
    } catch (ApiException second) {
      if (passing(second)) {
        throw second;
      }
      tally.failed(immutable(ApiFailures.of(second, item.target()), second));
    }
  }

  /// Somebody was faster: our own lost answer, a controller, or the namespace's default account.
  private void exists(PlanItem item, ApiResource kind, KubeObject desired) {
    Optional<KubeObject> live = cluster.get(kind, item.target().namespace(), item.target().name());
    if (live.isEmpty()) {
      tally.failed(
          new Failure(
              item.target().toString(),
              "Conflict",
              "it came and went while it was being restored",
              "run the same restore again"));
      return;
    }
    owners.note(item.sourceUid(), live.get().uid());
    switch (ExistingDecision.of(live.get(), desired, plan.existing())) {
      case PlanAction.Unchanged ignored -> tally.created(item.target());
      case PlanAction.Leave(String uid, List<String> differences) ->
          tally.left(item.target(), differences);
      case PlanAction.Update ignored -> update(item, kind, desired);
      case PlanAction.Replace ignored -> update(item, kind, desired);
      case PlanAction.Fill ignored -> throw new IllegalStateException("the gate makes claims");
      case PlanAction.Create ignored -> throw new IllegalStateException("it exists");
      case PlanAction.Skip ignored -> throw new IllegalStateException("it was to be made");
      case PlanAction.Refuse ignored -> throw new IllegalStateException("it was to be made");
    }
  }

  private void update(PlanItem item, ApiResource kind, KubeObject desired) {
    ObjectRef target = item.target();
    Optional<KubeObject> live = cluster.get(kind, target.namespace(), target.name());
    if (live.isEmpty()) {
      create(item, kind, desired, desired);
      return;
    }
    owners.note(item.sourceUid(), live.get().uid());
    ObjectNode patch = MergePatch.between(live.get(), desired);
    if (!patch.isEmpty()) {
      cluster.patch(kind, target.namespace(), target.name(), null, new Patch.Merge(patch), options);
    }
    tally.updated(target);
  }

  private Optional<ApiResource> kind(PlanItem item, KubeObject stored) {
    Optional<ApiResource> kind =
        discovery
            .ofKind(stored.apiVersion(), stored.kind())
            .filter(found -> found.apiVersion().equals(stored.apiVersion()));
    if (kind.isEmpty()) {
      if (options.dryRun()) {
        tally.created(item.target());
      } else {
        tally.failed(
            new Failure(
                item.target().toString(),
                "NotServed",
                "the target serves no " + stored.apiVersion() + " " + stored.kind(),
                "see why its CRD could not be restored"));
      }
    }
    return kind;
  }

  /// Whether it is a claim that gets a new volume: one that names a volume gets back that very one.
  private static boolean fresh(ObjectRef source, KubeObject desired) {
    return source.qualifiedResource().equals("persistentvolumeclaims")
        && source.namespace() != null
        && desired.text("/spec/volumeName").isEmpty();
  }

  private static PvcRef claim(ObjectRef source) {
    String namespace = source.namespace();
    return new PvcRef(namespace == null ? "" : namespace, source.name());
  }

  private static boolean portTaken(ApiException e) {
    return e.reason() == Reason.INVALID
        && e.detail().contains("provided port is already allocated");
  }

  private static boolean dropNodePorts(KubeObject service) {
    boolean dropped = false;
    for (JsonNode port : service.at("/spec/ports")) {
      dropped |= port instanceof ObjectNode node && node.remove("nodePort") != null;
    }
    return dropped;
  }

  private Failure immutable(Failure failure, ApiException e) {
    boolean fixed =
        e.reason() == Reason.INVALID
            && (e.detail().contains("immutable") || e.detail().contains("forbidden"));
    return fixed
        ? new Failure(
            failure.object(),
            "Immutable",
            failure.message(),
            plan.existing() == ExistingPolicy.REPLACE
                ? "such a field cannot be changed: delete the object yourself if nothing needs it"
                : "such a field cannot be changed: use --existing replace")
        : failure;
  }
}
