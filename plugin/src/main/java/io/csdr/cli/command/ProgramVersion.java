package io.csdr.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What this program is, as its build wrote it down: the version, and the image that movers run unless
/// the user names another.
public record ProgramVersion(String version, String image) {
  /// Reads what the build wrote.
  public static ProgramVersion read() {
    Properties properties = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("the build wrote no version.properties");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read version.properties", e);
    }
    String version = properties.getProperty("version");
    return new ProgramVersion("v" + version, "localhost/csdr:" + version);
  }
}
