package dev.millrace.rewards.integrity.secret;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.millrace.rollout.pattern.LinearPatterns;
import dev.millrace.rollout.task.harbor.Toml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads rules in gitleaks' form. Keys that speak of commits or of reports are passed over.
final class RuleReader {
  private final String name;

  RuleReader(String name) {
    this.name = name;
  }

  /// What a file says.
  ///
  /// @param useDefault whether it adds to the rules that come with Millrace
  /// @param path of a file it adds to, or null
  record RuleFile(
      Map<String, SecretRule> rules,
      List<Allowlist> allowlists,
      boolean useDefault,
      @Nullable String path,
      List<String> disabled) {}

  /// @throws IllegalArgumentException naming the file, the rule and what is wrong with it
  RuleFile read(String text) {
    Map<String, Object> root;
    try {
      root = Toml.read(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
    Map<String, Object> extend = table(root.get("extend"));
    Map<String, SecretRule> rules = new LinkedHashMap<>();
    for (Map<String, Object> rule : tables(root.get("rules"))) {
      SecretRule read = rule(rule);
      rules.put(read.id(), read);
    }
    return new RuleFile(
        rules,
        allowlists(root, "allowlist", "allowlists"),
        Boolean.TRUE.equals(extend.get("useDefault")),
        extend.get("path") instanceof String path ? path : null,
        texts(extend.get("disabledRules")));
  }

  private SecretRule rule(Map<String, Object> rule) {
    String id = text(rule, "id").orElseThrow(() -> wrong("?", "it has no id"));
    Optional<Pattern> regex = text(rule, "regex").map(text -> pattern(id, text));
    Optional<Pattern> path = text(rule, "path").map(text -> pattern(id, text));
    if (regex.isEmpty() && path.isEmpty()) {
      throw wrong(id, "it has neither regex nor path");
    }
    int group = number(rule.get("secretGroup")).intValue();
    if (regex.isPresent() && group > regex.get().groupCount()) {
      throw wrong(id, "its secretGroup is " + group + " of " + regex.get().groupCount());
    }
    List<SecretRule.Required> required =
        tables(rule.get("required")).stream()
            .map(
                one ->
                    new SecretRule.Required(
                        text(one, "id").orElseThrow(() -> wrong(id, "a required rule has no id")),
                        one.get("withinLines") instanceof Number n ? n.intValue() : null,
                        one.get("withinColumns") instanceof Number n ? n.intValue() : null))
            .toList();
    return new SecretRule(
        id,
        regex.orElse(null),
        group,
        number(rule.get("entropy")).doubleValue(),
        path.orElse(null),
        texts(rule.get("keywords")).stream().map(k -> k.toLowerCase(Locale.ROOT)).toList(),
        allowlists(rule, "allowlist", "allowlists"),
        required);
  }

  private List<Allowlist> allowlists(Map<String, Object> table, String one, String many) {
    List<Allowlist> lists = new ArrayList<>();
    if (table.get(one) != null) {
      lists.add(allowlist(table(table.get(one))));
    }
    tables(table.get(many)).forEach(list -> lists.add(allowlist(list)));
    return lists;
  }

  private Allowlist allowlist(Map<String, Object> list) {
    String condition = text(list, "condition").orElse("OR").toUpperCase(Locale.ROOT);
    String target = text(list, "regexTarget").orElse("secret").toUpperCase(Locale.ROOT);
    return new Allowlist(
        condition.equals("AND") || condition.equals("&&")
            ? Allowlist.Condition.AND
            : Allowlist.Condition.OR,
        Allowlist.Target.valueOf(target.isEmpty() ? "SECRET" : target),
        texts(list.get("regexes")).stream().map(text -> pattern("allowlist", text)).toList(),
        texts(list.get("paths")).stream().map(text -> pattern("allowlist", text)).toList(),
        texts(list.get("stopwords")).stream().map(w -> w.toLowerCase(Locale.ROOT)).toList(),
        texts(list.get("targetRules")));
  }

  private Pattern pattern(String id, String text) {
    try {
      // RE2/J has no absolute end by that letter; where one line ends is nowhere asked for.
      return LinearPatterns.compile(text, Pattern::compile);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          name + ": rule " + id + ": not a pattern of RE2: " + e.getMessage(), e);
    }
  }

  private IllegalArgumentException wrong(String id, String what) {
    return new IllegalArgumentException(name + ": rule " + id + ": " + what);
  }

  private static Optional<String> text(Map<String, Object> table, String key) {
    return table.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static Number number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number;
    }
    return value instanceof String text ? Double.valueOf(text) : Double.valueOf(0);
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().filter(Objects::nonNull).map(String::valueOf).toList()
        : List.of();
  }

  private static Map<String, Object> table(@Nullable Object value) {
    Map<String, Object> table = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, one) -> table.put(String.valueOf(key), one));
    }
    return table;
  }

  private static List<Map<String, Object>> tables(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(RuleReader::table).toList()
        : List.of();
  }
}
