package io.csdr.cli.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.csdr.cli.kube.ClusterTarget.Server;
import io.csdr.cli.kube.Kubeconfig.Entry;
import io.csdr.cli.outcome.CliException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A credential plugin of a kubeconfig, run as client-go runs it: its own process without a shell, what it
/// says on stderr for the user to see, the cluster told in `KUBERNETES_EXEC_INFO` when it wants that.
public record ExecPlugin(
    List<String> command,
    Map<String, String> variables,
    String apiVersion,
    InteractiveMode mode,
    @Nullable ObjectNode cluster,
    String installHint) {
  private static final String GROUP = "client.authentication.k8s.io/";
  private static final Set<String> VERSIONS = Set.of(GROUP + "v1", GROUP + "v1beta1");
  private static final String CONFIG_EXTENSION = "client.authentication.k8s.io/exec";

  /// Whether the plugin may talk to the user.
  public enum InteractiveMode {
    NEVER,
    IF_AVAILABLE,
    ALWAYS
  }

  /// What a plugin answers; `until` is null for credentials without an end.
  public record Credential(
      @Nullable String token,
      @Nullable Pem certificate,
      @Nullable Pem key,
      @Nullable Instant until) {
    /// Names no secret.
    @Override
    public String toString() {
      return "Credential until " + until;
    }
  }

  public ExecPlugin {
    command = List.copyOf(command);
    variables = Map.copyOf(variables);
  }

  static ExecPlugin of(Entry user, Entry cluster, Server server) {
    JsonNode exec = user.value().path("exec");
    String program = exec.path("command").asText("");
    if (program.contains(File.separator)) {
      program = user.folder().resolve(program).normalize().toString();
    }
    List<String> command = new ArrayList<>(List.of(program));
    exec.path("args").forEach(arg -> command.add(arg.asText()));
    Map<String, String> variables = new HashMap<>();
    exec.path("env")
        .forEach(set -> variables.put(set.path("name").asText(), set.path("value").asText()));
    String apiVersion = exec.path("apiVersion").asText("");
    if (!VERSIONS.contains(apiVersion)) {
      throw CliException.failed(
          "credential plugin " + program + ": apiVersion \"" + apiVersion + "\" is not supported",
          "use " + GROUP + "v1 in the kubeconfig");
    }
    boolean told = exec.path("provideClusterInfo").asBoolean();
    return new ExecPlugin(
        command,
        variables,
        apiVersion,
        mode(program, exec.path("interactiveMode").asText("")),
        told ? cluster(cluster, server) : null,
        exec.path("installHint").asText(""));
  }

  /// Runs the plugin and takes its answer. `terminal` says whether the user can be asked.
  ///
  /// @throws CliException when it cannot be run, fails, or answers anything but a credential
  Credential run(boolean terminal) {
    if (mode == InteractiveMode.ALWAYS && !terminal) {
      throw failed("needs a terminal on standard input", "run the command in a terminal");
    }
    boolean interactive = terminal && mode != InteractiveMode.NEVER;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    builder.environment().put("KUBERNETES_EXEC_INFO", info(interactive));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    if (interactive) {
      builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
    }
    try {
      Process process = builder.start();
      if (!interactive) {
        process.getOutputStream().close();
      }
      byte[] answer;
      try (InputStream output = process.getInputStream()) {
        answer = output.readAllBytes();
      }
      int code = process.waitFor();
      if (code != 0) {
        throw failed("failed with exit code " + code, "run it by hand to see why");
      }
      return read(answer);
    } catch (IOException e) {
      String fix =
          installHint.isEmpty() ? "install it, or put it on the PATH" : installHint.strip();
      throw failed("cannot be run", fix);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted", "");
    }
  }

  private String info(boolean interactive) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("kind", "ExecCredential").put("apiVersion", apiVersion);
    ObjectNode spec = info.putObject("spec");
    if (cluster != null) {
      spec.set("cluster", cluster);
    }
    spec.put("interactive", interactive);
    return info.toString();
  }

  private Credential read(byte[] answer) {
    JsonNode credential;
    try {
      credential = new ObjectMapper().readTree(new String(answer, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw failed("did not print an ExecCredential", "");
    }
    String version = credential.path("apiVersion").asText("");
    if (!version.equals(apiVersion)) {
      throw failed(
          "is configured to use " + apiVersion + " and answered in \"" + version + "\"",
          "change apiVersion in the kubeconfig");
    }
    JsonNode status = credential.path("status");
    String token = status.path("token").asText("");
    String certificate = status.path("clientCertificateData").asText("");
    String key = status.path("clientKeyData").asText("");
    if (certificate.isEmpty() != key.isEmpty() || (token.isEmpty() && key.isEmpty())) {
      throw failed("printed neither a token nor a certificate with its key", "");
    }
    return new Credential(
        token.isEmpty() ? null : token,
        pem("client certificate", certificate),
        pem("client key", key),
        until(status.path("expirationTimestamp").asText("")));
  }

  private @Nullable Instant until(String text) {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw failed("printed an expirationTimestamp that is no time", "");
    }
  }

  private static @Nullable Pem pem(String what, String text) {
    return text.isEmpty() ? null : new Pem(what + " of the credential plugin", text);
  }

  private CliException failed(String what, String fix) {
    return CliException.failed("credential plugin " + command.getFirst() + " " + what, fix);
  }

  private static InteractiveMode mode(String program, String text) {
    return switch (text) {
      case "Never" -> InteractiveMode.NEVER;
      case "", "IfAvailable" -> InteractiveMode.IF_AVAILABLE;
      case "Always" -> InteractiveMode.ALWAYS;
      default ->
          throw CliException.failed(
              "credential plugin " + program + ": unknown interactiveMode \"" + text + "\"",
              "use Never, IfAvailable or Always");
    };
  }

  private static ObjectNode cluster(Entry cluster, Server server) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("server", server.url().toString());
    if (server.name() != null) {
      told.put("tls-server-name", server.name());
    }
    if (server.insecure()) {
      told.put("insecure-skip-tls-verify", true);
    }
    if (server.authority() != null) {
      told.put(
          "certificate-authority-data",
          Base64.getEncoder()
              .encodeToString(server.authority().text().getBytes(StandardCharsets.ISO_8859_1)));
    }
    String proxy = cluster.text("proxy-url");
    if (proxy != null) {
      told.put("proxy-url", proxy);
    }
    for (JsonNode extension : cluster.value().path("extensions")) {
      if (extension.path("name").asText("").equals(CONFIG_EXTENSION)) {
        told.set("config", extension.path("extension"));
      }
    }
    return told;
  }
}
