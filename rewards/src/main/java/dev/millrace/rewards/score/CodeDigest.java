package dev.millrace.rewards.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What the code that judges is known by.
public final class CodeDigest {
  private static final String PACKAGE = "dev/millrace/rewards";

  private CodeDigest() {}

  /// SHA-256 (hex) of all classes that judge: the same wherever and whenever the same code runs.
  public static String ofJudging() {
    URL place = CodeDigest.class.getProtectionDomain().getCodeSource().getLocation();
    try {
      Path path = Path.of(place.toURI());
      if (Files.isDirectory(path)) {
        return digest(path.resolve(PACKAGE));
      }
      try (FileSystem jar = FileSystems.newFileSystem(path)) {
        return digest(jar.getPath(PACKAGE));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the code's place is no path: " + place, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the code at " + place, e);
    }
  }

  private static String digest(Path root) throws IOException {
    MessageDigest digest = sha256();
    List<Path> classes;
    try (Stream<Path> files = Files.walk(root)) {
      classes =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .sorted((a, b) -> a.toString().compareTo(b.toString()))
              .toList();
    }
    for (Path file : classes) {
      digest.update(sha256().digest(Files.readAllBytes(file)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
