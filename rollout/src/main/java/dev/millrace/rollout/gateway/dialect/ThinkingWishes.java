package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a request wants its turn to think, in each dialect's words; null where it does not say
/// so. How much is not asked here: templates know on and off.
final class ThinkingWishes {
  /// As the engines' own servers take them.
  private static final List<String> SWITCHES = List.of("enable_thinking", "thinking");

  private ThinkingWishes() {}

  /// First what means just that: `chat_template_kwargs`, then `thinking` as in Messages, which some
  /// vendors take in chat too; then `reasoning_effort`.
  static @Nullable Boolean ofChat(JsonNode request) {
    JsonNode arguments = request.path("chat_template_kwargs");
    for (String name : SWITCHES) {
      if (!Json.isAbsent(arguments.path(name))) {
        return Json.flag(arguments, name);
      }
    }
    Boolean said = ofMessages(request);
    return said == null ? unless("none", Json.textOrNull(request, "reasoning_effort")) : said;
  }

  static @Nullable Boolean ofResponses(JsonNode request) {
    return unless("none", Json.textOrNull(request.path("reasoning"), "effort"));
  }

  /// `enabled` and `adaptive` both let it think.
  static @Nullable Boolean ofMessages(JsonNode request) {
    return unless("disabled", Json.textOrNull(request.path("thinking"), "type"));
  }

  private static @Nullable Boolean unless(String off, @Nullable String said) {
    return said == null ? null : !said.equals(off);
  }
}
