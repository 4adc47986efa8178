package io.csdr.vault.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Describes a directory by tools that are not ours, so that two descriptions are equal only if the directories are.
final class VolumeProof {
  private VolumeProof() {}

  /// One line or block per fact, sorted: names, kinds, modes, owners, sizes, times, link targets, which names are
  /// one file, device numbers, contents, extended attributes, access control lists.
  static List<String> of(Path directory) throws IOException, InterruptedException {
    List<String> facts = new ArrayList<>();
    facts.addAll(
        records(
            "entry",
            "\0\0",
            shell(
                directory,
                "find . ! -type d -printf '%P|%y|%m|%U|%G|%s|%T@|%l|%n\\0\\0'"
                    + " -o -printf '%P|%y|%m|%U|%G|%T@\\0\\0'")));
    facts.addAll(
        records(
            "same file",
            "\0",
            shell(
                directory,
                "find . ! -type d -links +1 -printf '%i %P\\0' | LC_ALL=C sort -z -k1,1n -k2"
                    + " | awk 'BEGIN {RS=ORS=\"\\0\"} {i=$1; sub(/^[0-9]+ /, \"\");"
                    + " if (i != last) {first=$0; last=i} print first \" = \" $0}'")));
    facts.addAll(
        records(
            "content", "\0", shell(directory, "find . -type f -print0 | xargs -0r sha256sum -z")));
    facts.addAll(
        records(
            "device",
            "\n",
            shell(
                directory, "find . \\( -type b -o -type c \\) -exec stat -c '%n %F %t:%T' {} +")));
    facts.addAll(records("xattr", "\n\n", shell(directory, "getfattr -R -P -h -d -m - -e hex .")));
    facts.addAll(records("acl", "\n\n", shell(directory, "getfacl -R -P -n .")));
    facts.sort(null);
    return facts;
  }

  private static List<String> records(String kind, String separator, String output) {
    return Arrays.stream(output.split(separator, -1))
        .filter(part -> !part.isBlank())
        .map(part -> kind + " " + part)
        .toList();
  }

  /// What a bash command prints, one char per byte; it must succeed and print nothing on stderr.
  static String shell(Path directory, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.PIPE)
            .start();
    Thread[] drain = new Thread[1];
    StringBuilder errors = new StringBuilder();
    drain[0] =
        Thread.ofVirtual()
            .start(() -> {
              try {
                errors.append(
                    new String(
                        process.getErrorStream().readAllBytes(), StandardCharsets.ISO_8859_1));
              } catch (IOException e) {
                errors.append(e);
              }
            });
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    int code = process.waitFor();
    drain[0].join();
    if (code != 0 || !errors.isEmpty()) {
      throw new AssertionError(command + " exited with " + code + ": " + errors);
    }
    return output;
  }
}
