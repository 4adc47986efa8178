package io.csdr.vault.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// What the tests of volumes need of the machine, said clearly when it is missing.
final class VolumeTools {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "getfattr",
          "attr",
          "setfattr",
          "attr",
          "getfacl",
          "acl",
          "setfacl",
          "acl",
          "setcap",
          "libcap2-bin",
          "sha256sum",
          "coreutils");

  private VolumeTools() {}

  /// Fails unless the tools are there and we are root.
  static void require() throws Exception {
    PACKAGES.forEach((tool, name) ->
        assertThat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool))))
            .as("the tool %s is missing: install the package %s", tool, name)
            .isTrue());
    assertThat(VolumeProof.shell(Path.of("/"), "id -u").strip())
        .as("the tests of volumes make device nodes and files of other owners: run them as root")
        .isEqualTo("0");
  }
}
