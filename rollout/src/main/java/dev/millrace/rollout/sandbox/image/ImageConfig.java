package dev.millrace.rollout.sandbox.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an image says for the programs in it. What it says to be run, as whom and where is left: a
/// sandbox has commands of its own.
///
/// @param variables of the environment, in the image's order
public record ImageConfig(Map<String, String> variables) {
  /// Of an archive that is a file system and nothing else.
  static final ImageConfig NONE = new ImageConfig(Map.of());

  public ImageConfig {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  static ImageConfig of(Json config) throws BadImageException {
    return new ImageConfig(variables(config.at("Env").texts()));
  }

  /// A name without a value unsets it, and nothing is set before.
  private static Map<String, String> variables(List<String> assignments) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals > 0) {
        variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
      }
    }
    return variables;
  }
}
