package io.csdr.cli.command.run;

import io.csdr.cli.outcome.CliException;
import io.csdr.engine.cluster.ApiResource;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.select.ResourceNames;
import io.csdr.model.ObjectRef;
import io.csdr.model.PvcRef;
import io.csdr.model.Selection;
import io.csdr.model.request.RestoreScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the words that say what to back up or restore: `ns NAME...`, `app`, `pvc NAME...` or `TYPE/NAME...`.
record Targets(List<String> words, String namespace, @Nullable String labels) {
  private static final Set<String> NAMESPACE = Set.of("ns", "namespace", "namespaces");
  private static final Set<String> CLAIM =
      Set.of("pvc", "persistentvolumeclaim", "persistentvolumeclaims");

  /// The selection of a backup; `discovery` resolves type names.
  Selection selection(Discovery discovery) {
    if (words.isEmpty()) {
      throw CliException.usage(
          "nothing to back up was named", "name a namespace, as in: kubectl csdr backup ns shop");
    }
    String first = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    if (NAMESPACE.contains(first)) {
      return new Selection.Namespaces(required(rest, "a namespace"));
    }
    if (CLAIM.contains(first)) {
      return new Selection.Volumes(claims(required(rest, "a claim")));
    }
    if (first.equals("app")) {
      if (labels == null || !rest.isEmpty()) {
        throw CliException.usage(
            "an app is named by its label", "as in: kubectl csdr backup app -l app=web -n shop");
      }
      return new Selection.App(namespace, labels);
    }
    return new Selection.Objects(objects(discovery, words));
  }

  /// The scope of a restore; no words mean the whole backup. `discovery` is asked only where types are named.
  RestoreScope scope(Supplier<Discovery> discovery, RestoreScope.Parts parts) {
    if (words.isEmpty()) {
      return new RestoreScope(List.of(), List.of(), List.of(), parts);
    }
    String first = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    if (NAMESPACE.contains(first)) {
      return new RestoreScope(required(rest, "a namespace"), List.of(), List.of(), parts);
    }
    if (CLAIM.contains(first)) {
      return new RestoreScope(List.of(), List.of(), claims(required(rest, "a claim")), parts);
    }
    return new RestoreScope(List.of(), objects(discovery.get(), words), List.of(), parts);
  }

  /// The namespaces of `ns NAME...`, which is all that a migration takes.
  List<String> namespaces() {
    if (words.isEmpty() || !NAMESPACE.contains(words.getFirst())) {
      throw CliException.usage(
          "no namespace was named", "as in: kubectl csdr migrate ns shop --to-context CONTEXT");
    }
    return required(words.subList(1, words.size()), "a namespace");
  }

  /// The claims that these words name, `NAME` or `NAMESPACE/NAME`.
  private List<PvcRef> claims(List<String> names) {
    List<PvcRef> claims = new ArrayList<>();
    for (String name : names) {
      int slash = name.indexOf('/');
      claims.add(
          slash < 0
              ? new PvcRef(namespace, name)
              : new PvcRef(name.substring(0, slash), name.substring(slash + 1)));
    }
    return claims;
  }

  /// The objects that words of the form `TYPE/NAME` name.
  private List<ObjectRef> objects(Discovery discovery, List<String> typed) {
    List<ObjectRef> objects = new ArrayList<>();
    for (String word : typed) {
      int slash = word.indexOf('/');
      if (slash < 1 || slash == word.length() - 1) {
        throw CliException.usage(
            "'" + word + "' is neither ns, app, pvc nor TYPE/NAME",
            "as in: kubectl csdr backup ns shop, or: kubectl csdr backup deployment/web");
      }
      ApiResource kind = new ResourceNames(discovery).one(word.substring(0, slash));
      objects.add(kind.ref(kind.namespaced() ? namespace : null, word.substring(slash + 1)));
    }
    return objects;
  }

  /// An empty word comes from an empty variable: it must not mean everything.
  private static List<String> required(List<String> names, String what) {
    if (names.isEmpty() || names.contains("")) {
      throw CliException.usage("the name of " + what + " is missing", "add it after the type");
    }
    return names;
  }
}
