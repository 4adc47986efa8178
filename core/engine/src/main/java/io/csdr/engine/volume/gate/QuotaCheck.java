package io.csdr.engine.volume.gate;

import io.csdr.model.Failure;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whether the quotas and limits of one namespace have room for a claim that is to be created there.
public record QuotaCheck(String namespace, List<ResourceQuota> quotas, List<LimitRange> limits) {
  private static final String CLASS_INFIX = ".storageclass.storage.k8s.io/";
  private static final String CLAIMS = "persistentvolumeclaims";
  private static final String STORAGE = "requests.storage";

  public QuotaCheck {
    quotas = List.copyOf(quotas);
    limits = List.copyOf(limits);
  }

  /// One failure per quota that has no room for the claim, and per limit that it is out of.
  public List<Failure> failures(ClaimNeed need) {
    List<Failure> failures = new ArrayList<>();
    Map<String, BigDecimal> wanted = wanted(need);
    for (ResourceQuota quota : quotas) {
      wanted.forEach((key, amount) -> failures.addAll(exceeded(quota, key, amount)));
    }
    for (LimitRange limit : limits) {
      failures.addAll(outOf(limit, need));
    }
    return failures;
  }

  private static Map<String, BigDecimal> wanted(ClaimNeed need) {
    Map<String, BigDecimal> wanted = new TreeMap<>();
    BigDecimal bytes = BigDecimal.valueOf(need.bytes());
    wanted.put(CLAIMS, BigDecimal.ONE);
    wanted.put("count/" + CLAIMS, BigDecimal.ONE);
    wanted.put(STORAGE, bytes);
    if (need.storageClass() != null && !need.storageClass().isEmpty()) {
      String prefix = need.storageClass() + CLASS_INFIX;
      wanted.put(prefix + CLAIMS, BigDecimal.ONE);
      wanted.put(prefix + STORAGE, bytes);
    }
    return wanted;
  }

  private List<Failure> exceeded(ResourceQuota quota, String key, BigDecimal amount) {
    if (quota.getStatus() == null) {
      return List.of();
    }
    Quantity hard = entry(quota.getStatus().getHard(), key);
    if (hard == null) {
      return List.of();
    }
    Quantity used = entry(quota.getStatus().getUsed(), key);
    BigDecimal sum = amount.add(used == null ? BigDecimal.ZERO : used.getNumericalAmount());
    if (sum.compareTo(hard.getNumericalAmount()) <= 0) {
      return List.of();
    }
    String name = quota.getMetadata().getName();
    return List.of(
        new Failure(
            "resourcequotas " + namespace + "/" + name,
            "QuotaExceeded",
            "the claim needs "
                + amount.toPlainString()
                + " of "
                + key
                + ", used are "
                + (used == null ? "0" : used)
                + " of "
                + hard,
            "raise it: kubectl edit resourcequota " + name + " -n " + namespace));
  }

  private List<Failure> outOf(LimitRange limit, ClaimNeed need) {
    List<Failure> failures = new ArrayList<>();
    if (limit.getSpec() == null || limit.getSpec().getLimits() == null) {
      return failures;
    }
    for (LimitRangeItem item : limit.getSpec().getLimits()) {
      if (!"PersistentVolumeClaim".equals(item.getType())) {
        continue;
      }
      Quantity max = entry(item.getMax(), "storage");
      Quantity min = entry(item.getMin(), "storage");
      BigDecimal size = BigDecimal.valueOf(need.bytes());
      if (max != null && size.compareTo(max.getNumericalAmount()) > 0) {
        failures.add(outside(limit, need, "at most " + max));
      }
      if (min != null && size.compareTo(min.getNumericalAmount()) < 0) {
        failures.add(outside(limit, need, "at least " + min));
      }
    }
    return failures;
  }

  private Failure outside(LimitRange limit, ClaimNeed need, String bound) {
    String name = limit.getMetadata().getName();
    return new Failure(
        need.object(),
        "LimitExceeded",
        "LimitRange " + name + " allows claims of " + bound + ", it has " + need.bytes(),
        "change it: kubectl edit limitrange " + name + " -n " + namespace);
  }

  private static @Nullable Quantity entry(@Nullable Map<String, Quantity> map, String key) {
    return map == null ? null : map.get(key);
  }
}
