package dev.millrace.rollout.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Trees of the host: read as entries, modes and links kept, owners and times not; and removed.
public final class HostTree {
  private static final int PERMISSIONS = 07777;
  private static final int DIRECTORY = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private HostTree() {}

  /// What lies in a directory, not the directory itself.
  public static List<DeltaEntry> read(Path directory) throws IOException {
    return read(directory, _ -> true);
  }

  /// As [#read], without what is not wanted, of which nothing is read.
  ///
  /// @param isWanted asked of each path in the directory
  public static List<DeltaEntry> read(Path directory, Predicate<String> isWanted)
      throws IOException {
    List<DeltaEntry> entries = new ArrayList<>();
    try (var paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (path.equals(directory)) {
          continue;
        }
        String name = TreeNames.relative(directory, path);
        if (isWanted.test(name)) {
          entries.add(entry(path, name));
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException("cannot list " + directory + ": " + e.getCause(), e);
    }
    return entries;
  }

  /// One file or link under another name.
  static DeltaEntry entry(Path path, String name) throws IOException {
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    int permissions = mode & PERMISSIONS;
    return switch (mode & ~PERMISSIONS) {
      case DIRECTORY -> new DeltaEntry.Directory(name, permissions, DeltaEntry.Contents.MERGED);
      case FILE -> new DeltaEntry.File(name, permissions, Files.readAllBytes(path));
      case LINK -> new DeltaEntry.Link(name, TreeNames.text(Files.readSymbolicLink(path)));
      default -> throw new IOException("neither file, directory nor link: " + path);
    };
  }

  /// Deletes a tree, whatever modes its directories have; links in it are not followed. Another
  /// process may delete it at the same time.
  public static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    open(root);
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            openChildren(directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// The walk opens a directory before it asks about it, so its parent must have made that
  /// possible.
  private static void openChildren(Path directory) throws IOException {
    try (var children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        open(child);
      }
    } catch (NoSuchFileException _) {
      // Deleted meanwhile, as it is to be.
      return;
    }
  }

  private static void open(Path path) throws IOException {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(path, OWNER);
      }
    } catch (NoSuchFileException _) {
      // Deleted meanwhile, as it is to be.
      return;
    }
  }
}
