package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.config.RunConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Points a run at an engine without touching its configuration.
final class EngineOptions {
  @Option(
      names = "--engine",
      paramLabel = "URL",
      split = ",",
      description = {
        "Samples from the engine there (vLLM, SGLang, llama.cpp) instead of what policy says;",
        "several, with commas between them, are replicas of one model."
      })
  private List<String> urls = List.of();

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description = "Holds the model's tokenizer.json and chat template; default: ask the engine.")
  private @Nullable Path tokenizer;

  /// The configuration as these options would have it.
  RunConfig applied(RunConfig config) {
    Path directory = tokenizer == null ? null : tokenizer.toAbsolutePath().normalize();
    if (!urls.isEmpty()) {
      return config.withEngine(urls, directory);
    }
    if (directory != null) {
      throw new UsageException("--tokenizer DIR is for --engine URL, which is not given");
    }
    return config;
  }
}
