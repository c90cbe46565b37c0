package dev.millrace.rollout.task;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A SHA-256 over texts and files, each framed by its length so that no two contents run together.
/// Of a file's mode only the owner's right to execute counts: a checkout keeps no more of it. Used
/// by one thread.
public final class ContentDigest {
  private final MessageDigest sha;

  public ContentDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public ContentDigest text(String part) {
    return bytes(part.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds entries in the order of their keys.
  public ContentDigest entries(Map<String, String> map) {
    text(Integer.toString(map.size()));
    new TreeMap<>(map).forEach((key, value) -> text(key).text(value));
    return this;
  }

  /// Adds a file, or every file below a directory in the order of their paths: path, mode, content.
  /// A symbolic link counts as its target's name.
  ///
  /// @param root what the paths are relative to
  public ContentDigest tree(Path root, Path start) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(start)) {
      files = walk.sorted(Comparator.comparing(path -> root.relativize(path).toString())).toList();
    }
    for (Path file : files) {
      entry(root.relativize(file).toString(), file);
    }
    return this;
  }

  /// The digest in hex. Ends it: nothing is added afterwards.
  public String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }

  private void entry(String name, Path file) throws IOException {
    text(name);
    if (Files.isSymbolicLink(file)) {
      text("link").text(Files.readSymbolicLink(file).toString());
    } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      text("directory");
    } else if (Files.isRegularFile(file)) {
      text(Files.isExecutable(file) ? "executable" : "file").bytes(Files.readAllBytes(file));
    } else {
      // A pipe or a socket, which may never end.
      text("other");
    }
  }

  private ContentDigest bytes(byte[] content) {
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, content.length));
    sha.update(content);
    return this;
  }
}
