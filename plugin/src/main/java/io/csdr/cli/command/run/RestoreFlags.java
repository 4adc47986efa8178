package io.csdr.cli.command.run;

import io.csdr.cli.env.Environment;
import io.csdr.cli.flag.Durations;
import io.csdr.cli.outcome.CliException;
import io.csdr.model.request.ExistingPolicy;
import io.csdr.model.request.RestoreRequest;
import io.csdr.model.request.RestoreScope;
import io.csdr.model.request.Rewrites;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How things come back.
final class RestoreFlags {
  @Option(
      names = "--namespace-map",
      split = ",",
      paramLabel = "OLD:NEW",
      description =
          "OLD:NEW restores namespace OLD under the name NEW. May be repeated, or hold several with commas.")
  private List<String> namespaceMap = List.of();

  @Option(
      names = "--storage-class-map",
      split = ",",
      paramLabel = "OLD:NEW",
      description =
          "OLD:NEW restores claims of StorageClass OLD with NEW. May be repeated, or hold several with commas.")
  private List<String> storageClassMap = List.of();

  @Option(
      names = "--zone-map",
      split = ",",
      paramLabel = "OLD:NEW",
      description =
          "OLD:NEW runs pods of zone OLD in NEW, and makes their volumes there. May be repeated, or hold several with commas.")
  private List<String> zoneMap = List.of();

  @Option(
      names = "--image-map",
      split = ",",
      paramLabel = "OLD:NEW",
      description =
          "OLD:NEW gets images whose name begins with OLD from NEW, as in docker.io/library/:mirror.example/. Write OLD=NEW where a colon is part of a name. May be repeated, or hold several with commas.")
  private List<String> imageMap = List.of();

  @Option(
      names = "--strip-affinity",
      description =
          "Drop what ties pods to nodes and to each other: node selectors, affinity and topology spread constraints.")
  private boolean stripAffinity;

  @Option(
      names = "--keep-node-ports",
      description =
          "Keep all node ports of Services, and not only those that somebody chose. One that is taken becomes another.")
  private boolean keepNodePorts;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description =
          "Start Deployments, StatefulSets and ReplicaSets with N pods each; 0 brings them back without starting them.")
  private @Nullable Integer replicas;

  @Option(
      names = "--existing",
      paramLabel = "none|update|replace",
      defaultValue = "none",
      description =
          "What happens to objects that are there already. One of: none (leave them and say how they differ), update, replace.")
  private String existing = "none";

  @Option(
      names = "--allow-damage",
      description =
          "Go on past files whose data is lost in the vault; they are left out and named.")
  private boolean allowDamage;

  @Option(
      names = "--ready-timeout",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description =
          "How long workloads may take to become ready, else exit code 5; 0 does not wait.")
  private String readyTimeout = "10m";

  @Mixin private MoverFlags movers = new MoverFlags();

  RestoreRequest request(String name, String backup, RestoreScope scope, Environment environment) {
    return new RestoreRequest(
        name,
        backup,
        scope,
        rewrites(),
        policy(),
        allowDamage,
        movers.parallel(),
        Durations.parse("--ready-timeout", readyTimeout),
        movers.image(environment));
  }

  private Rewrites rewrites() {
    if (replicas != null && replicas < 0) {
      throw CliException.usage("--replicas " + replicas + " is too few", "use 0 or more");
    }
    return new Rewrites(
        map("--namespace-map", namespaceMap),
        map("--storage-class-map", storageClassMap),
        map("--zone-map", zoneMap),
        imageMap(),
        keepNodePorts,
        stripAffinity,
        replicas);
  }

  MoverFlags movers() {
    return movers;
  }

  private ExistingPolicy policy() {
    for (ExistingPolicy policy : ExistingPolicy.values()) {
      if (policy.toString().equals(existing.toLowerCase(Locale.ROOT))) {
        return policy;
      }
    }
    throw CliException.usage(
        "--existing " + existing + " is unknown", "use none, update or replace");
  }

  private Map<String, String> imageMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (String pair : imageMap) {
      int equals = pair.indexOf('=');
      int cut = equals < 0 ? pair.indexOf(':') : equals;
      boolean plain = equals >= 0 || cut == pair.lastIndexOf(':');
      if (cut < 1 || cut == pair.length() - 1 || !plain) {
        throw CliException.usage(
            "--image-map " + pair + " is no pair", "write it as OLD:NEW, or as OLD=NEW");
      }
      put(map, "--image-map", pair.substring(0, cut), pair.substring(cut + 1));
    }
    return map;
  }

  private static Map<String, String> map(String flag, List<String> pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String pair : pairs) {
      int colon = pair.indexOf(':');
      if (colon < 1 || colon == pair.length() - 1) {
        throw CliException.usage(flag + " " + pair + " is no pair", "write it as OLD:NEW");
      }
      put(map, flag, pair.substring(0, colon), pair.substring(colon + 1));
    }
    return map;
  }

  private static void put(Map<String, String> map, String flag, String from, String to) {
    String other = map.putIfAbsent(from, to);
    if (other != null && !other.equals(to)) {
      throw CliException.usage(
          flag + " maps " + from + " to both " + other + " and " + to, "give one of them");
    }
  }
}
