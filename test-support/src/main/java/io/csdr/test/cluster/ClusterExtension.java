package io.csdr.test.cluster;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Hands the [TestCluster] to tests, and checks what they say they need of it.
public final class ClusterExtension
    implements BeforeAllCallback, ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace PLACE =
      ExtensionContext.Namespace.create(ClusterExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!allowed().contains(Capability.CLUSTER)) {
      cluster(context);
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Set<Capability> missing = EnumSet.noneOf(Capability.class);
    context.getElement().ifPresent(element -> missing.addAll(needs(element)));
    boolean both = missing.contains(Capability.SECOND_CLUSTER);
    missing.add(Capability.CLUSTER);
    try {
      missing.removeAll(cluster(context).capabilities());
      if (both && !allowed().contains(Capability.SECOND_CLUSTER)) {
        second(context);
        missing.remove(Capability.SECOND_CLUSTER);
      }
    } catch (IllegalStateException e) {
      if (!allowed().contains(Capability.CLUSTER)) {
        throw e;
      }
    }
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("the cluster has what it takes");
    }
    if (allowed().containsAll(missing)) {
      return ConditionEvaluationResult.disabled("allowed to be missing: " + missing);
    }
    throw new IllegalStateException(
        "the test cluster lacks "
            + missing
            + "; set CSDR_TEST_ALLOW_MISSING to run without the tests that need it");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestCluster.class || type == SecondCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SecondCluster.class
        ? second(context)
        : cluster(context);
  }

  private static SecondCluster second(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(PLACE)
        .computeIfAbsent(
            SecondCluster.class,
            key ->
                new SecondCluster(
                    new TestCluster(ClusterSource.second(environment()), environment()),
                    environment()),
            SecondCluster.class);
  }

  /// One for the whole run; JUnit closes it at the end.
  private static TestCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(PLACE)
        .computeIfAbsent(
            TestCluster.class,
            key -> new TestCluster(ClusterSource.kubeconfig(environment()), environment()),
            TestCluster.class);
  }

  private static List<Capability> needs(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, Needs.class)
        .map(needs -> Arrays.asList(needs.value()))
        .orElse(List.of());
  }

  private static Set<Capability> allowed() {
    Set<Capability> allowed = EnumSet.noneOf(Capability.class);
    List<String> words =
        Arrays.asList(environment().getOrDefault("CSDR_TEST_ALLOW_MISSING", "").split(","));
    for (Capability capability : Capability.values()) {
      if (words.contains(capability.toString())) {
        allowed.add(capability);
      }
    }
    return allowed;
  }

  private static Map<String, String> environment() {
    return System.getenv();
  }
}
