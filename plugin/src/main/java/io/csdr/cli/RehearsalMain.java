package io.csdr.cli;

import io.csdr.cli.env.Environment;
import io.csdr.cli.outcome.ExitCode;
import io.csdr.cli.term.Terminal;
import io.csdr.cli.term.Ttys;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs typical commands once, in a folder of its own and without a cluster. The build does this to learn
/// which classes belong into the AOT cache.
public final class RehearsalMain {
  private static final String VAULT = "rehearsal";
  private static final String BACKUP = "premiere";

  /// Commands and what they exit with. The server is a port where nobody listens.
  private static final List<Scene> SCENES =
      List.of(
          new Scene(ExitCode.DONE, "--help"),
          new Scene(ExitCode.DONE, "version"),
          new Scene(ExitCode.DONE, "version", "-o", "json"),
          new Scene(ExitCode.DONE, "version", "-o", "yaml"),
          new Scene(ExitCode.DONE, "version", "-o", "jsonpath={.image}"),
          new Scene(ExitCode.DONE, "__complete", "version", "--"),
          new Scene(ExitCode.DONE, "completion", "bash"),
          new Scene(ExitCode.DONE, "backup", "--help"),
          new Scene(ExitCode.DONE, "get", "backups"),
          new Scene(ExitCode.DONE, "vault", "create", VAULT),
          new Scene(ExitCode.DONE, "get", "vaults"),
          new Scene(
              ExitCode.FAILED,
              "backup",
              "ns",
              "nothing",
              "--vault=" + VAULT,
              "--server=https://127.0.0.1:9"),
          new Scene(ExitCode.DONE, "describe", "--help"),
          new Scene(ExitCode.DONE, "doctor", "--help"),
          new Scene(ExitCode.USAGE, "version", "--no-such-flag"));

  /// Commands that look at a backup.
  private static final List<Scene> SECOND_ACT =
      List.of(
          new Scene(ExitCode.DONE, "get", "backups"),
          new Scene(ExitCode.DONE, "get", "backups", "-o", "wide"),
          new Scene(ExitCode.DONE, "get", "backups", "-o", "json"),
          new Scene(ExitCode.DONE, "describe", BACKUP),
          new Scene(ExitCode.FAILED, "describe", "nothing"),
          new Scene(ExitCode.DONE, "ls", BACKUP + ":/stage/volumes/data"),
          new Scene(ExitCode.DONE, "cat", BACKUP + ":/stage/objects/configmaps/props.yaml"),
          new Scene(ExitCode.DONE, "__complete", "describe", ""));

  private RehearsalMain() {}

  private record Scene(ExitCode exit, List<String> words) {
    Scene(ExitCode exit, String... words) {
      this(exit, List.of(words));
    }
  }

  /// `args` is the folder that stands for the user's home.
  public static void main(String[] args) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.keySet().removeIf(name -> name.startsWith("CSDR_") || name.startsWith("XDG_"));
    variables.remove("KUBECONFIG");
    variables.put("HOME", args[0]);
    play(variables, SCENES);
    RehearsalVault.backup(Environment.of(variables), silent(), VAULT, BACKUP);
    play(variables, SECOND_ACT);
  }

  private static void play(Map<String, String> variables, List<Scene> scenes) {
    for (Scene scene : scenes) {
      int exit = Main.run(variables, silent(), scene.words().toArray(String[]::new));
      if (exit != scene.exit().number()) {
        System.err.println(String.join(" ", scene.words()) + ": exit code " + exit);
        System.exit(ExitCode.FAILED.number());
      }
    }
  }

  private static Terminal silent() {
    return new Terminal(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream(),
        Ttys.of(""));
  }
}
