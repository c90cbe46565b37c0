package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.PolicyChoice;
import dev.millrace.orchestrator.config.PolicyChoice.Decoding;
import dev.millrace.orchestrator.config.PolicyChoice.Serving;
import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.engine.EnginePolicy;
import dev.millrace.rollout.policy.engine.EngineSettings;
import dev.millrace.rollout.policy.engine.Patience;
import dev.millrace.rollout.policy.engine.Secret;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.policy.llamacpp.LlamaCppModel;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.policy.reference.ReferencePolicy;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The policy of a run, and the format that its prompts are written in. Closing it closes both.
///
/// @param release what the format holds open
record Served(Policy policy, ChatFormat format, Runnable release) implements AutoCloseable {
  private static final Duration TOKENIZER_PATIENCE = Duration.ofSeconds(30);

  /// @param environment where keys are
  /// @throws ConfigException when what is asked for cannot be had
  /// @throws FailureException of the engine when none answers
  static Served open(PolicyChoice choice, Map<String, String> environment) {
    return switch (choice.kind()) {
      case REFERENCE -> {
        requireFree(choice.decoding(), "policy.kind is reference, which samples nothing");
        ChatFormat format = ChatFormats.bundled();
        requireSwitch(choice.decoding(), format);
        yield new Served(new ReferencePolicy(format, choice.faults()), format, () -> {});
      }
      case ENGINE -> engine(choice, environment);
    };
  }

  private static Served engine(PolicyChoice choice, Map<String, String> environment) {
    Serving serving = choice.serving();
    Secret key = serving.apiKey(environment).orElse(null);
    ChatFormat given = given(serving);
    EnginePolicy policy = connect(choice, key, given);
    boolean done = false;
    HttpClient client = HttpClient.newHttpClient();
    try {
      ChatFormat format = given == null ? own(policy, serving, client, key) : given;
      requireConstrainable(choice.decoding(), policy, format);
      requireSwitch(choice.decoding(), format);
      done = true;
      Policy capped = new TurnCap(policy, choice.decoding().maxTurnTokens());
      return new Served(capped, format, client::shutdownNow);
    } finally {
      if (!done) {
        client.shutdownNow();
        policy.close();
      }
    }
  }

  /// Calls that were to be held to a grammar are never quietly free.
  private static void requireConstrainable(
      Decoding decoding, EnginePolicy policy, ChatFormat format) {
    if (!policy.constrains()) {
      requireFree(decoding, "an engine asked by OpenAI chat takes no grammar");
    }
    if (!format.family().isConstrainable()) {
      requireFree(
          decoding,
          "the chat template of %s writes its calls the %s way, for which there is no grammar"
              .formatted(policy.name(), format.family().name().toLowerCase(Locale.ROOT)));
    }
  }

  private static void requireFree(Decoding decoding, String why) {
    if (decoding.toolCalls() != ToolCalls.FREE) {
      throw new ConfigException(
          "policy.toolCalls: constrained cannot be kept: " + why + "; set it to free");
    }
  }

  /// A record that says that nothing was thought must have had a prompt that said so.
  private static void requireSwitch(Decoding decoding, ChatFormat format) {
    if (decoding.thoughts().think() == PolicyChoice.Think.OFF && !format.switchesThinking()) {
      throw new ConfigException(
          "policy.think: off cannot be kept: the chat template of "
              + format.ref().id()
              + " has no switch for thinking; set it to on");
    }
  }

  private static @Nullable ChatFormat given(Serving serving) {
    Path directory = serving.tokenizer();
    try {
      return directory == null ? null : ChatFormats.load(directory);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new ConfigException("policy.tokenizer: " + directory + ": " + e.getMessage(), e);
    }
  }

  private static EnginePolicy connect(
      PolicyChoice choice, @Nullable Secret key, @Nullable ChatFormat format) {
    Serving serving = choice.serving();
    Decoding decoding = choice.decoding();
    Patience patience =
        new Patience(serving.inactivity(), Patience.DEFAULT.connect(), Patience.DEFAULT.retries());
    EngineSettings settings =
        new EngineSettings(
            serving.replicas(),
            serving.engine(),
            serving.model(),
            new Sampling(decoding.temperature(), decoding.topP(), decoding.topK(), 0),
            patience,
            decoding.toolCalls(),
            key);
    try {
      return EnginePolicy.connect(settings, format);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(
          new Failure.Engine("interrupted while connecting to " + serving.urls()), e);
    }
  }

  /// The engine's own, where it shows them.
  private static ChatFormat own(
      EnginePolicy policy, Serving serving, HttpClient client, @Nullable Secret key) {
    if (!policy.source().equals(EngineKind.LLAMACPP.label())) {
      throw new ConfigException(
          "policy.tokenizer: the engine at "
              + String.join(", ", serving.urls())
              + " is "
              + policy.source()
              + ", which shows no tokenizer; give the model's directory, which holds"
              + " tokenizer.json and the chat template (--tokenizer DIR)");
    }
    URI server = serving.replicas().getFirst();
    Map<String, String> headers =
        key == null ? Map.of() : Map.of("Authorization", "Bearer " + key.value());
    LlamaCppModel model = LlamaCppModel.connect(client, server, TOKENIZER_PATIENCE, headers);
    return ChatFormats.of(
        model.name(), model.tokenizer(), model.chatTemplate(), model.specialTokens());
  }

  @Override
  public void close() {
    policy.close();
    release.run();
  }
}
