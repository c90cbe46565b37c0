package dev.millrace.rollout.policy.sim;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// Serves a [ScriptedAgent] on the loopback until it is killed, for checks that run other programs
/// against an engine.
public final class ScriptedEngine {
  private ScriptedEngine() {}

  /// @param args the port (0 for a free one), the script, and the engine to be (`vllm` unless
  // given)
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: ScriptedEngine PORT SCRIPT.jsonl [vllm|sglang]");
    }
    EngineKind kind =
        args.length > 2 ? EngineKind.valueOf(args[2].toUpperCase(Locale.ROOT)) : EngineKind.VLLM;
    try (EngineSimulator engine =
        EngineSimulator.start(
            kind, Variant.PLAIN, Integer.parseInt(args[0]), ScriptedAgent.of(Path.of(args[1])))) {
      System.out.println(engine.url());
      new CountDownLatch(1).await();
    }
  }
}
