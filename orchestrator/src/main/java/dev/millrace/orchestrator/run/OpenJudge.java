package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.JudgeChoice;
import dev.millrace.rewards.integrity.secret.SecretRules;
import dev.millrace.rewards.judge.ModelRater;
import dev.millrace.rewards.judge.Rater;
import dev.millrace.rollout.policy.engine.ChatClient;
import dev.millrace.rollout.sandbox.SandboxProvider;
import java.net.URI;
import java.util.Optional;

/// A judge with its connections.
record OpenJudge(Rater rater, Runnable release) implements AutoCloseable {
  /// @throws dev.millrace.orchestrator.config.ConfigException when its key is not there
  static OpenJudge of(
      JudgeChoice choice, RunLayout layout, SecretRules secrets, SandboxProvider sandboxes) {
    Optional<URI> url = choice.url();
    if (url.isEmpty()) {
      return new OpenJudge(Rater.NONE, () -> {});
    }
    ChatClient client = new ChatClient(url.get(), choice.apiKey(System.getenv()).orElse(null));
    Rater rater =
        new ModelRater(
            client, choice.settings(), sandboxes, secrets, layout.out().resolve(choice.cache()));
    return new OpenJudge(rater, client::close);
  }

  @Override
  public void close() {
    release.run();
  }
}
