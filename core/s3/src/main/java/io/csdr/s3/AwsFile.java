package io.csdr.s3;

import io.csdr.vault.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The profiles in one of the two files that the AWS CLI reads, `credentials` and `config`.
///
/// @param profiles settings by the profile's name; a setting inside another one is `outer.inner`
record AwsFile(Map<String, Map<String, String>> profiles) {
  private static final int LONGEST = 1 << 20;
  private static final String SECTION = "profile ";

  /// Reads the file; one that is not there has no profiles.
  ///
  /// @throws StoreException.Denied when it cannot be read; the message shows nothing of its content
  static AwsFile read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IOException("it is too long");
      }
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return new AwsFile(Map.of());
    } catch (IOException e) {
      throw new StoreException.Denied(
          "cannot read " + file + ": " + e.getMessage() + " — check the file and its rights", e);
    }
  }

  /// Lines that are no section, no setting and no comment are passed over, as the AWS CLI's own old files
  /// have some.
  static AwsFile parse(String text) {
    Map<String, Map<String, String>> profiles = new HashMap<>();
    Map<String, String> current = new HashMap<>();
    String outer = "";
    for (String line : text.lines().toList()) {
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#") || bare.startsWith(";")) {
        continue;
      }
      if (bare.startsWith("[") && bare.contains("]")) {
        String name = bare.substring(1, bare.indexOf(']')).strip();
        String profile = name.startsWith(SECTION) ? name.substring(SECTION.length()) : name;
        current = profiles.computeIfAbsent(profile.strip(), any -> new HashMap<>());
        outer = "";
        continue;
      }
      int equals = bare.indexOf('=');
      if (equals < 1) {
        continue;
      }
      String name = bare.substring(0, equals).strip();
      String value = bare.substring(equals + 1).strip();
      boolean inner = Character.isWhitespace(line.charAt(0)) && !outer.isEmpty();
      if (!inner) {
        outer = value.isEmpty() ? name : "";
      }
      current.putIfAbsent(inner ? outer + "." + name : name, value);
    }
    return new AwsFile(profiles);
  }

  boolean has(String profile) {
    return profiles.containsKey(profile);
  }

  /// The settings of a profile; none where there is no such profile.
  Map<String, String> settings(String profile) {
    return profiles.getOrDefault(profile, Map.of());
  }

  /// May hold secrets.
  @Override
  public String toString() {
    return "AwsFile" + profiles.keySet();
  }
}
