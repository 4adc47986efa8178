package io.csdr.cli.kube;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the kubeconfig files say, merged as kubectl does: the first file that has a name or the current
/// context wins, missing files of a list are passed over.
public record Kubeconfig(
    Map<String, Entry> contexts,
    Map<String, Entry> clusters,
    Map<String, Entry> users,
    @Nullable String currentContext,
    List<Path> looked) {
  /// One context, cluster or user; relative paths in it start at `folder`.
  public record Entry(JsonNode value, Path folder) {
    static final Entry NONE = new Entry(MissingNode.getInstance(), Path.of("/"));

    /// The text of a field, or null where it is absent or empty.
    @Nullable String text(String field) {
      String text = value.path(field).asText("");
      return text.isEmpty() ? null : text;
    }

    /// The path in a field, or null.
    @Nullable Path path(String field) {
      String text = text(field);
      return text == null ? null : folder.resolve(text).normalize();
    }
  }

  /// Reads `explicit`, or the files of `KUBECONFIG`, or `~/.kube/config`.
  ///
  /// @throws CliException when `explicit` does not exist or any file is not a kubeconfig
  public static Kubeconfig load(Environment environment, @Nullable String explicit) {
    List<Path> files = files(environment, explicit);
    if (explicit != null && !Files.exists(files.getFirst())) {
      throw CliException.failed("there is no kubeconfig " + files.getFirst(), "check --kubeconfig");
    }
    Map<String, Entry> contexts = new LinkedHashMap<>();
    Map<String, Entry> clusters = new LinkedHashMap<>();
    Map<String, Entry> users = new LinkedHashMap<>();
    String current = null;
    for (Path file : files) {
      if (!Files.exists(file)) {
        continue;
      }
      JsonNode config = read(file);
      Path folder = file.toAbsolutePath().getParent();
      collect(config.path("contexts"), "context", folder, contexts);
      collect(config.path("clusters"), "cluster", folder, clusters);
      collect(config.path("users"), "user", folder, users);
      String named = config.path("current-context").asText("");
      current = current == null && !named.isEmpty() ? named : current;
    }
    return new Kubeconfig(contexts, clusters, users, current, files);
  }

  private static List<Path> files(Environment environment, @Nullable String explicit) {
    if (explicit != null) {
      return List.of(environment.path(explicit));
    }
    String list = environment.variable("KUBECONFIG");
    if (list == null) {
      return List.of(environment.home().resolve(".kube/config"));
    }
    Collection<Path> files =
        Stream.of(list.split(":", -1))
            .filter(name -> !name.isEmpty())
            .map(environment::path)
            .toList();
    return files.stream().distinct().toList();
  }

  private static JsonNode read(Path file) {
    try {
      JsonNode config = new YAMLMapper().readTree(Files.readString(file));
      if (config.isObject() || config.isMissingNode() || config.isNull()) {
        return config;
      }
      throw CliException.failed("error loading config file \"" + file + "\": not a kubeconfig", "");
    } catch (JacksonException e) {
      // The message may show a piece of the file, which may hold a token.
      throw CliException.failed(
          "error loading config file \"" + file + "\": no valid YAML at line " + line(e), "");
    } catch (IOException e) {
      throw CliException.failed("cannot read kubeconfig " + file + ": " + e.getMessage(), "", e);
    }
  }

  private static int line(JacksonException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private static void collect(
      JsonNode list, String field, @Nullable Path folder, Map<String, Entry> into) {
    for (JsonNode named : list) {
      Path base = folder == null ? Path.of("/") : folder;
      into.putIfAbsent(named.path("name").asText(""), new Entry(named.path(field), base));
    }
  }
}
