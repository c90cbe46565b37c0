package dev.millrace.orchestrator.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a checkout holds under which names: files, packages and Java types.
final class Names {
  private static final List<String> MODULES =
      List.of("rollout", "rewards", "datasets", "distill", "orchestrator");
  private static final List<String> JDK =
      List.of("java.lang.", "java.util.", "java.time.", "java.util.concurrent.");
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");

  private final Path checkout;
  private final Set<String> types = new HashSet<>();

  private Names(Path checkout) {
    this.checkout = checkout;
  }

  static Names of(Path checkout) throws IOException {
    Names names = new Names(checkout);
    for (String module : MODULES) {
      Files.walkFileTree(checkout.resolve(module).resolve("src"), names.new Types());
    }
    return names;
  }

  /// Below the checkout; a `*` stands for any part of a name.
  boolean hasFile(String path) {
    int star = path.indexOf('*');
    String fixed = star < 0 ? path : path.substring(0, path.lastIndexOf('/', star) + 1);
    return Files.exists(checkout.resolve(fixed));
  }

  /// @param name such as `rollout.token`, with or without `dev.millrace`
  boolean hasPackage(String name) {
    String below = name.replaceFirst("^dev\\.millrace\\.", "");
    String module = below.split("\\.", 2)[0];
    Path source = checkout.resolve(module).resolve("src/main/java/dev/millrace");
    return Files.isDirectory(source.resolve(below.replace('.', '/')));
  }

  /// A type of ours, nested ones by their last names, or a well-known one of the JDK.
  boolean hasType(String name) {
    return types.contains(name) || JDK.stream().anyMatch(home -> isLoadable(home + name));
  }

  private static boolean isLoadable(String name) {
    try {
      Class.forName(name, false, Names.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  private final class Types extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (file.toString().endsWith(".java")) {
        DECLARED.matcher(Files.readString(file)).results().forEach(t -> types.add(t.group(1)));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
