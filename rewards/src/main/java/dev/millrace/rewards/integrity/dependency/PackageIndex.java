package dev.millrace.rewards.integrity.dependency;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The names that registries knew at some time. Immutable.
public final class PackageIndex {
  private static final List<String> AFFIXES =
      List.of(
          "python-",
          "python3-",
          "py-",
          "node-",
          "js-",
          "-python",
          "-python3",
          "-py",
          "-js",
          "-node",
          "-lib",
          "-official",
          "-rs",
          "rust-");

  private final Map<Registry, Set<String>> names;
  private final Map<Registry, Map<String, String>> squeezed = new EnumMap<>(Registry.class);
  private final Set<Registry> complete;

  private PackageIndex(Map<Registry, Set<String>> names, Set<Registry> complete) {
    this.names = names;
    this.complete = complete;
    names.forEach(
        (registry, all) -> {
          Map<String, String> by = new HashMap<>();
          all.forEach(name -> by.put(squeeze(name), name));
          squeezed.put(registry, by);
        });
  }

  /// The short lists that come with Millrace: enough to know what is nearly like them, not to
  /// know what does not exist.
  public static PackageIndex bundled() {
    Map<Registry, Set<String>> names = new EnumMap<>(Registry.class);
    for (Registry registry : Registry.values()) {
      try (InputStream in = PackageIndex.class.getResourceAsStream(registry.file())) {
        if (in == null) {
          throw new IllegalStateException(registry.file() + " is not in the jar");
        }
        names.put(registry, read(registry, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new PackageIndex(names, Set.of());
  }

  /// Whole lists, `pypi.txt` and so on; for a registry without a file the bundled list.
  ///
  /// @throws IllegalArgumentException when the directory holds none of them or cannot be read
  public static PackageIndex load(Path directory) {
    PackageIndex bundled = bundled();
    Map<Registry, Set<String>> names = new EnumMap<>(bundled.names);
    Set<Registry> complete = EnumSet.noneOf(Registry.class);
    for (Registry registry : Registry.values()) {
      Path file = directory.resolve(registry.file());
      if (Files.isRegularFile(file)) {
        try {
          names.put(registry, read(registry, Files.readString(file)));
        } catch (IOException e) {
          throw new IllegalArgumentException(file + ": cannot be read: " + e, e);
        }
        complete.add(registry);
      }
    }
    if (complete.isEmpty()) {
      throw new IllegalArgumentException(
          directory + ": expected one of pypi.txt, npm.txt, crates.txt and maven.txt, found none");
    }
    return new PackageIndex(names, complete);
  }

  private static Set<String> read(Registry registry, String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(registry::normalised)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean knows(Registry registry, String name) {
    return names.getOrDefault(registry, Set.of()).contains(registry.normalised(name));
  }

  /// Whether a name that the index does not know does not exist.
  boolean isComplete(Registry registry) {
    return complete.contains(registry);
  }

  /// The known name that an unknown one is nearly like, with how.
  Optional<String> lookalike(Registry registry, String raw) {
    String name = registry.normalised(raw);
    Set<String> known = names.getOrDefault(registry, Set.of());
    String same = squeezed.getOrDefault(registry, Map.of()).get(squeeze(name));
    if (same != null && !same.equals(name)) {
      return Optional.of(same + " but for its separators");
    }
    for (String affix : AFFIXES) {
      boolean isBefore = affix.endsWith("-");
      String core =
          isBefore && name.startsWith(affix)
              ? name.substring(affix.length())
              : !isBefore && name.endsWith(affix)
                  ? name.substring(0, name.length() - affix.length())
                  : "";
      if (known.contains(core)) {
        return Optional.of(core + " with " + affix);
      }
    }
    return known.stream()
        .filter(other -> other.length() >= 5 && Distance.isNear(name, other))
        .findFirst()
        .map(other -> other + " but for a letter or two");
  }

  private static String squeeze(String name) {
    return name.replace("-", "").replace("_", "").replace(".", "");
  }
}
