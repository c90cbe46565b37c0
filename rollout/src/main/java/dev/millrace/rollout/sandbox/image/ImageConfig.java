package dev.millrace.rollout.sandbox.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an image says about the programs in it.
///
/// @param variables of the environment, in the image's order
/// @param workdir an absolute path in the image
/// @param entrypoint the program that the command is given to; empty where there is none
/// @param command what runs where nothing else is asked for; empty where there is none
/// @param user as written: a name or a number, with or without a group; empty for root
public record ImageConfig(
    Map<String, String> variables,
    String workdir,
    List<String> entrypoint,
    List<String> command,
    String user) {
  /// Of an archive that is a file system and nothing else.
  static final ImageConfig NONE = new ImageConfig(Map.of(), "/", List.of(), List.of(), "");

  public ImageConfig {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
  }

  static ImageConfig of(Json config) throws BadImageException {
    String workdir = orEmpty(config.at("WorkingDir"));
    return new ImageConfig(
        variables(config.at("Env").texts()),
        workdir.startsWith("/") ? workdir : "/" + workdir,
        config.at("Entrypoint").texts(),
        config.at("Cmd").texts(),
        orEmpty(config.at("User")));
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

  private static String orEmpty(Json value) throws BadImageException {
    String text = value.textOrNull();
    return text == null ? "" : text;
  }
}
