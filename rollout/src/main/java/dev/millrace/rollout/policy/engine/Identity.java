package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import org.jspecify.annotations.Nullable;

/// What a server is.
///
/// @param version of its software, or null where it does not say
/// @param model the served model's name, or null where it does not say
/// @param slots how many conversations it can hold, where it counts them, or null
/// @param chatTemplate the chat template it serves, or null where it does not say
record Identity(
    EngineKind kind,
    @Nullable String version,
    @Nullable String model,
    @Nullable Integer slots,
    @Nullable String chatTemplate) {
  String healthPath() {
    return kind == EngineKind.CHAT ? "/v1/models" : "/health";
  }
}
