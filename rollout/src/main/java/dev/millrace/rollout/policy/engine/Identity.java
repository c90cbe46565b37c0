package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import org.jspecify.annotations.Nullable;

/// What a server is.
///
/// @param version of its software, or null where it does not say
/// @param slots how many conversations it can hold, where it counts them, or null
record Identity(EngineKind kind, @Nullable String version, Model model, @Nullable Integer slots) {

  /// What it serves; each is null where it does not say.
  ///
  /// @param context ids that prompt and answer may have together
  /// @param vocabulary how many ids there are
  record Model(@Nullable String name, @Nullable Integer context, @Nullable Integer vocabulary) {}

  Identity as(EngineKind other) {
    return new Identity(other, version, model, slots);
  }

  String healthPath() {
    return kind == EngineKind.CHAT ? "/v1/models" : "/health";
  }
}
