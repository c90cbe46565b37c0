package dev.millrace.rewards.integrity.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks for secrets in texts: keywords first, then patterns in linear time, then entropy and
/// allowlists. Immutable; any thread may use it.
public final class SecretScanner {
  private final List<SecretRule> rules;
  private final List<Allowlist> allowlists;
  private final KeywordIndex index;
  private final List<BitSet> keywordsOfRules = new ArrayList<>();

  public SecretScanner(SecretRules rules) {
    this.rules = rules.all();
    this.allowlists = rules.allowlists();
    List<String> keywords = new ArrayList<>();
    for (SecretRule rule : this.rules) {
      BitSet mine = new BitSet();
      for (String keyword : rule.keywords()) {
        mine.set(keywords.size());
        keywords.add(keyword);
      }
      keywordsOfRules.add(mine);
    }
    this.index = new KeywordIndex(keywords);
  }

  /// A secret in a text.
  ///
  /// @param start of the secret, inclusive
  /// @param end exclusive
  public record Found(String rule, int start, int end, String secret) {}

  /// What a text holds, by position; of two that overlap the longer one.
  public List<Found> scan(String text) {
    return scan(text, "");
  }

  /// As the other, of a file.
  ///
  /// @param path empty where the text is no file
  public List<Found> scan(String text, String path) {
    BitSet keywords = index.in(text);
    Map<String, List<Found>> byRule = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      SecretRule rule = rules.get(i);
      BitSet mine = keywordsOfRules.get(i);
      if (mine.isEmpty() || mine.intersects(keywords)) {
        byRule.put(rule.id(), matches(rule, text, path));
      }
    }
    List<Found> found = new ArrayList<>();
    for (SecretRule rule : rules) {
      for (Found one : byRule.getOrDefault(rule.id(), List.of())) {
        if (rule.required().stream().allMatch(need -> isNear(need, one, byRule, text))) {
          found.add(one);
        }
      }
    }
    return apart(found);
  }

  private List<Found> matches(SecretRule rule, String text, String path) {
    Pattern regex = rule.regex();
    if (regex == null
        || (rule.path() != null && (path.isEmpty() || !rule.path().matcher(path).find()))) {
      return List.of();
    }
    List<Found> found = new ArrayList<>();
    Matcher matcher = regex.matcher(text);
    while (matcher.find()) {
      found(rule, matcher, text, path).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Found> found(SecretRule rule, Matcher matcher, String text, String path) {
    int group = group(rule, matcher);
    String secret = matcher.group(group);
    if (secret == null || secret.isBlank()) {
      return Optional.empty();
    }
    boolean isPlain = rule.entropy() > 0 && Entropy.of(secret) <= rule.entropy();
    // A generic rule takes words for secrets that have no digit.
    boolean isWord =
        rule.id().startsWith("generic") && secret.chars().noneMatch(c -> c <= '9' && c >= '0');
    if (isPlain || isWord) {
      return Optional.empty();
    }
    var match = new Allowlist.Match(secret, matcher.group(), line(text, matcher.start()), path);
    boolean isAllowed =
        rule.allowlists().stream().anyMatch(list -> list.allows(match))
            || allowlists.stream().anyMatch(list -> list.holdsFor(rule.id()) && list.allows(match));
    return isAllowed
        ? Optional.empty()
        : Optional.of(new Found(rule.id(), matcher.start(group), matcher.end(group), secret));
  }

  private static int group(SecretRule rule, Matcher matcher) {
    if (rule.secretGroup() > 0) {
      return rule.secretGroup();
    }
    for (int group = 1; group <= matcher.groupCount(); group++) {
      String text = matcher.group(group);
      if (text != null && !text.isEmpty()) {
        return group;
      }
    }
    return 0;
  }

  private static String line(String text, int at) {
    int start = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    int end = text.indexOf('\n', at);
    return text.substring(Math.min(start, at), end < 0 ? text.length() : end);
  }

  private static boolean isNear(
      SecretRule.Required need, Found one, Map<String, List<Found>> byRule, String text) {
    return byRule.getOrDefault(need.id(), List.of()).stream()
        .anyMatch(
            other ->
                (need.withinLines() == null
                        || Math.abs(lineOf(text, other.start()) - lineOf(text, one.start()))
                            <= need.withinLines())
                    && (need.withinColumns() == null
                        || Math.abs(columnOf(text, other.start()) - columnOf(text, one.start()))
                            <= need.withinColumns()));
  }

  private static long lineOf(String text, int at) {
    return text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  private static int columnOf(String text, int at) {
    return at - (text.lastIndexOf('\n', Math.max(0, at - 1)) + 1);
  }

  private static List<Found> apart(List<Found> found) {
    List<Found> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparingInt(Found::start).thenComparingInt(one -> one.start() - one.end()));
    List<Found> apart = new ArrayList<>();
    for (Found one : sorted) {
      if (apart.isEmpty() || one.start() >= apart.getLast().end()) {
        apart.add(one);
      } else if (one.end() > apart.getLast().end()) {
        Found last = apart.removeLast();
        apart.add(one.end() - one.start() > last.end() - last.start() ? one : last);
      }
    }
    return apart;
  }
}
