package dev.millrace.rollout.harness.external;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An agent's command for one episode, nothing left to fill in.
///
/// @param files by absolute path
record AgentCommand(List<String> argv, Map<String, String> variables, Map<String, String> files) {
  private static final Pattern PLACE =
      Pattern.compile("\\{(instruction|base_url|key|model|workdir|state|executable)}");

  /// @param values of every placeholder; braces in a value are left alone
  static AgentCommand of(AgentProfile profile, Map<String, String> values) {
    Map<String, String> variables = new TreeMap<>();
    profile.variables().forEach((name, text) -> variables.put(name, filled(text, values)));
    Map<String, String> files = new TreeMap<>();
    profile
        .files()
        .forEach((path, text) -> files.put(values.get("state") + "/" + path, filled(text, values)));
    return new AgentCommand(
        profile.argv().stream().map(word -> filled(word, values)).toList(), variables, files);
  }

  private static String filled(String text, Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
  }
}
