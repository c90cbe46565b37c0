package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What lies at a path of a layer, links not followed.
///
/// @param permissions the lower twelve bits of its mode
/// @param changed the kernel's `st_ctime`
record Node(Path path, Kind kind, int permissions, long sizeBytes, Instant changed) {
  private static final int TYPE = 0170000;
  private static final int OWNER_READS = 0400;
  private static final String WHITEOUT = "overlay.whiteout";
  private static final String OPAQUE = "overlay.opaque";

  enum Kind {
    DIRECTORY,
    FILE,
    LINK,
    PIPE,
    WHITEOUT,
    /// Sockets and devices: nothing of them can be kept.
    OTHER
  }

  static Optional<Node> at(Path path) throws IOException {
    Map<String, Object> read;
    try {
      read = Files.readAttributes(path, "unix:mode,rdev,size,ctime", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (java.nio.file.FileSystemException e) {
      if (e.getReason() != null && e.getReason().contains("Not a directory")) {
        return Optional.empty();
      }
      throw e;
    }
    int mode = (int) number(read, "mode");
    long size = number(read, "size");
    boolean isNumberZero = number(read, "rdev") == 0;
    Kind kind = kind(path, mode, size, isNumberZero);
    Instant changed = ((FileTime) Objects.requireNonNull(read.get("ctime"), "ctime")).toInstant();
    return Optional.of(new Node(path, kind, mode & 07777, size, changed));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
  }

  private static Kind kind(Path path, int mode, long size, boolean isNumberZero)
      throws IOException {
    return switch (mode & TYPE) {
      case 0040000 -> Kind.DIRECTORY;
      case 0120000 -> Kind.LINK;
      case 0010000 -> Kind.PIPE;
      // One that its owner may not read is an agent's.
      case 0100000 ->
          size == 0 && (mode & OWNER_READS) != 0 && has(path, WHITEOUT) ? Kind.WHITEOUT : Kind.FILE;
      case 0020000 -> isNumberZero ? Kind.WHITEOUT : Kind.OTHER;
      default -> Kind.OTHER;
    };
  }

  /// Whether it is a directory that hides what lies below it in lower layers.
  boolean isOpaque() throws IOException {
    if (kind != Kind.DIRECTORY) {
      return false;
    }
    boolean[] isOpaque = {false};
    opened(OWNER_READS, () -> isOpaque[0] = saysOpaque());
    return isOpaque[0];
  }

  private boolean saysOpaque() throws IOException {
    if (!has(path, OPAQUE)) {
      return false;
    }
    var view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    var value = ByteBuffer.allocate(view.size(OPAQUE));
    view.read(OPAQUE, value);
    return new String(value.array(), StandardCharsets.US_ASCII).equals("y");
  }

  interface Step {
    void run() throws IOException;
  }

  /// Whoever is not root needs the owner's permissions for a moment.
  void opened(int needed, Step step) throws IOException {
    if ((permissions & needed) == needed) {
      step.run();
      return;
    }
    Files.setAttribute(path, "unix:mode", permissions | needed);
    try {
      step.run();
    } finally {
      Files.setAttribute(path, "unix:mode", permissions);
    }
  }

  private static boolean has(Path path, String attribute) throws IOException {
    var view =
        Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view != null && view.list().contains(attribute);
  }
}
