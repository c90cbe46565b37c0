package dev.millrace.rollout.markup;

import dev.millrace.rollout.trajectory.Message;
import java.util.List;
import java.util.Map;

/// How a model family writes reasoning and calls into its turns.
public enum MarkupFamily {
  /// Calls as JSON between `<tool_call>` tags, reasoning between `<think>` tags.
  HERMES,
  /// Text only.
  PLAIN;

  /// The family whose markup a chat template writes.
  public static MarkupFamily detect(String templateSource) {
    return templateSource.contains("<tool_call>") ? HERMES : PLAIN;
  }

  public TurnReader reader(ReadSetup setup) {
    return new WholeReader(whole -> parse(whole, setup));
  }

  /// Reads a whole turn.
  public ParsedTurn parse(String whole, ReadSetup setup) {
    String text = withoutStop(whole, setup);
    return switch (this) {
      case HERMES -> new HermesParser("").parse(text, setup.callIds());
      case PLAIN -> new ParsedTurn(new Message.Assistant(text, null, List.of()), Map.of());
    };
  }

  private static String withoutStop(String whole, ReadSetup setup) {
    for (String stop : setup.stopTexts()) {
      if (whole.endsWith(stop)) {
        return whole.substring(0, whole.length() - stop.length());
      }
    }
    return whole;
  }
}
