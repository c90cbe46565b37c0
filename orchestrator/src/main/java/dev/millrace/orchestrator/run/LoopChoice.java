package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ContextChoice;
import dev.millrace.orchestrator.config.PolicyChoice;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.rollout.harness.ContextStrategy;
import dev.millrace.rollout.harness.LoopSettings;
import dev.millrace.rollout.policy.engine.ToolCalls;

/// What a configuration means for the built-in harness.
final class LoopChoice {
  private LoopChoice() {}

  static LoopSettings of(RunConfig config) {
    PolicyChoice.Decoding decoding = config.policy().decoding();
    return new LoopSettings(
        strategy(config.context()),
        decoding.maxTurnTokens(),
        decoding.thinking(),
        switch (decoding.toolCalls()) {
          case FREE -> ToolCalls.FREE;
          case CONSTRAINED -> ToolCalls.CONSTRAINED;
        });
  }

  private static ContextStrategy strategy(ContextChoice context) {
    return switch (context.strategy()) {
      case NONE -> new ContextStrategy.None();
      case KEEP_RECENT -> new ContextStrategy.KeepRecent(context.keep());
      case DISCARD_ALL -> new ContextStrategy.DiscardAll(context.length());
      case HYBRID -> new ContextStrategy.Hybrid(context.keep(), context.length());
      case COMPACT -> new ContextStrategy.Compact(context.length());
    };
  }
}
