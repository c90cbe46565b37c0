package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ContextChoice;
import dev.millrace.orchestrator.config.PolicyChoice;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.config.WatchChoice;
import dev.millrace.rollout.harness.ContextStrategy;
import dev.millrace.rollout.harness.LoopSettings;
import dev.millrace.rollout.harness.repetition.Vigilance;

/// What a configuration means for the built-in harness.
final class LoopChoice {
  private LoopChoice() {}

  static LoopSettings of(RunConfig config) {
    PolicyChoice.Decoding decoding = config.policy().decoding();
    return new LoopSettings(
        strategy(config.context()),
        decoding.maxTurnTokens(),
        decoding.thoughts().options(),
        decoding.toolCalls(),
        vigilance(config.harness().loop()),
        config.harness().steps());
  }

  private static Vigilance vigilance(WatchChoice loop) {
    return switch (loop.act()) {
      case OFF -> new Vigilance.Off();
      case WARN -> new Vigilance.Watching(loop.bounds(), Vigilance.Then.NOTHING);
      case END -> new Vigilance.Watching(loop.bounds(), Vigilance.Then.END);
    };
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
