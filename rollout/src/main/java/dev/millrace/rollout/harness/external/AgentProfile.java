package dev.millrace.rollout.harness.external;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How an agent's command line is run without a person: what a new agent needs to be known.
///
/// Words, values and files may hold `{instruction}`, `{base_url}` (without `/v1`), `{key}`,
/// `{model}`, `{workdir}`, `{state}` (an empty directory of the episode that is no part of the
/// work) and `{executable}`. Files are no place for `{instruction}`: nothing is escaped in them.
///
/// @param name in lower case, stored with every trajectory as `external:NAME`
/// @param version that this was tried with
/// @param argv the program and its arguments
/// @param variables beside the sandbox's own
/// @param files by path below `{state}`, written before the program starts
public record AgentProfile(
    String name,
    String version,
    List<String> argv,
    Map<String, String> variables,
    Map<String, String> files) {
  /// @throws IllegalArgumentException when there is no program, or no word or value says where the
  ///     instruction goes
  public AgentProfile {
    argv = List.copyOf(argv);
    variables = Map.copyOf(variables);
    files = Map.copyOf(files);
    List<String> texts = new ArrayList<>(argv);
    texts.addAll(variables.values());
    if (argv.isEmpty() || texts.stream().noneMatch(text -> text.contains("{instruction}"))) {
      throw new IllegalArgumentException(
          "the command of agent "
              + name
              + " is "
              + argv
              + "; it has to have a program and {instruction} in one of its words");
    }
    if (files.values().stream().anyMatch(text -> text.contains("{instruction}"))) {
      throw new IllegalArgumentException(
          "a file of agent " + name + " holds {instruction}; pass it in a word of the command");
    }
  }

  /// One of the agents that are known here, its program where it was installed.
  ///
  /// @throws IllegalArgumentException when none has that name
  public static AgentProfile named(String name) {
    return switch (name) {
      case "opencode" -> ReadyMade.opencode();
      case "codex" -> ReadyMade.codex();
      case "mini-swe-agent" -> ReadyMade.miniSweAgent();
      default ->
          throw new IllegalArgumentException(
              "agent \"" + name + "\" is not known; known are " + ReadyMade.NAMES);
    };
  }

  /// An agent known by its command line alone. It is given `OPENAI_BASE_URL`, `OPENAI_API_KEY`,
  /// `ANTHROPIC_BASE_URL` and `ANTHROPIC_API_KEY`, which most read.
  public static AgentProfile ofCommand(String name, List<String> argv) {
    return new AgentProfile(name, "unknown", argv, ReadyMade.COMMON, Map.of());
  }
}
