package dev.millrace.rewards.integrity.secret;

import dev.millrace.rewards.integrity.secret.RuleReader.RuleFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rules by which secrets are known, in the order of their file. Immutable.
public final class SecretRules {
  private static final String BUNDLED = "secrets.toml";
  private static final int DEEPEST = 3;

  private final Map<String, SecretRule> rules;
  private final List<Allowlist> allowlists;

  private SecretRules(Map<String, SecretRule> rules, List<Allowlist> allowlists) {
    this.rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    this.allowlists = List.copyOf(allowlists);
  }

  /// Those that come with Millrace.
  public static SecretRules bundled() {
    try (InputStream in = SecretRules.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new IllegalStateException(BUNDLED + " is not in the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      RuleFile file = new RuleReader(BUNDLED).read(text);
      return new SecretRules(file.rules(), file.allowlists());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Those of a file in gitleaks' form, with what it extends.
  ///
  /// @throws IllegalArgumentException naming the file, the rule and what is wrong with it
  public static SecretRules load(Path file) {
    return load(file, 0);
  }

  private static SecretRules load(Path path, int depth) {
    String text;
    try {
      text = Files.readString(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(path + ": cannot be read: " + e, e);
    }
    RuleFile file = new RuleReader(path.toString()).read(text);
    Map<String, SecretRule> rules = new LinkedHashMap<>();
    List<Allowlist> allowlists = new ArrayList<>();
    if (file.useDefault()) {
      add(bundled(), rules, allowlists);
    }
    if (file.path() != null) {
      if (depth >= DEEPEST) {
        throw new IllegalArgumentException(path + ": extend.path goes deeper than " + DEEPEST);
      }
      add(load(path.resolveSibling(file.path()), depth + 1), rules, allowlists);
    }
    file.disabled().forEach(rules::remove);
    rules.putAll(file.rules());
    allowlists.addAll(file.allowlists());
    return new SecretRules(rules, allowlists);
  }

  private static void add(
      SecretRules from, Map<String, SecretRule> rules, List<Allowlist> allowlists) {
    rules.putAll(from.rules);
    allowlists.addAll(from.allowlists);
  }

  List<SecretRule> all() {
    return List.copyOf(rules.values());
  }

  List<Allowlist> allowlists() {
    return allowlists;
  }

  /// How many rules there are.
  public int size() {
    return rules.size();
  }
}
