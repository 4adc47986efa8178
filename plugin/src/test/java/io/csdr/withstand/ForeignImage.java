package io.csdr.withstand;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An image that claims to fit and whose program is of a processor that no node has: a mirror's mistake.
record ForeignImage(Path folder) {
  private static final String NAME = "localhost/csdr-foreign:1";
  private static final int ELF_MACHINE_S390 = 22;

  /// Brings it into the test cluster and returns its name.
  String load() throws IOException {
    Path files = Files.createDirectory(folder.resolve("foreign"));
    Path program = Files.write(files.resolve("program"), program());
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
    tar(files, "layer.tar", "program");
    String digest = sha256(Files.readAllBytes(files.resolve("layer.tar")));
    Files.writeString(
        files.resolve("config.json"),
        """
        {"architecture": "%s", "os": "linux", "config": {"Entrypoint": ["/program"]},
         "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}
        """
            .formatted(System.getProperty("os.arch"), digest));
    Files.writeString(
        files.resolve("manifest.json"),
        """
        [{"Config": "config.json", "RepoTags": ["%s"], "Layers": ["layer.tar"]}]
        """
            .formatted(NAME));
    tar(files, "image.tar", "manifest.json", "config.json", "layer.tar");
    MoverImageLoad.archive(files.resolve("image.tar"));
    return NAME;
  }

  /// The header of a 64-bit executable for a mainframe, and nothing more.
  private static byte[] program() {
    return ByteBuffer.allocate(64)
        .put(new byte[] {0x7f, 'E', 'L', 'F', 2, 2, 1, 0})
        .position(16)
        .order(ByteOrder.BIG_ENDIAN)
        .putShort((short) 2)
        .putShort((short) ELF_MACHINE_S390)
        .putInt(1)
        .array();
  }

  private static void tar(Path folder, String archive, String... members) {
    String[] command = new String[members.length + 5];
    System.arraycopy(members, 0, command, 5, members.length);
    command[0] = "tar";
    command[1] = "-C";
    command[2] = folder.toString();
    command[3] = "-cf";
    command[4] = folder.resolve(archive).toString();
    Command.run(command);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-256 in this Java", e);
    }
  }
}
