package dev.millrace.rewards.integrity.secret;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule.
///
/// @param regex null for a rule that only looks at paths
/// @param secretGroup the group that is the secret; 0 for the first that matched, or else all
///     of it
/// @param entropy bits a character that a secret has more of; 0 for any
/// @param path what a file's path has to match, or null
/// @param keywords in lower case, one of which a text has to hold; empty for any text
/// @param required rules that have to match nearby
record SecretRule(
    String id,
    @Nullable Pattern regex,
    int secretGroup,
    double entropy,
    @Nullable Pattern path,
    List<String> keywords,
    List<Allowlist> allowlists,
    List<Required> required) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  SecretRule(
      String id,
      @Nullable Pattern regex,
      int secretGroup,
      double entropy,
      @Nullable Pattern path,
      List<String> keywords,
      List<Allowlist> allowlists,
      List<Required> required) {
    this.id = id;
    this.regex = regex;
    this.secretGroup = secretGroup;
    this.entropy = entropy;
    this.path = path;
    this.keywords = List.copyOf(keywords);
    this.allowlists = List.copyOf(allowlists);
    this.required = List.copyOf(required);
  }

  /// Another rule that has to match.
  ///
  /// @param withinLines at most so many lines away, or null for anywhere
  /// @param withinColumns at most so many columns away, or null for anywhere
  record Required(String id, @Nullable Integer withinLines, @Nullable Integer withinColumns) {}
}
