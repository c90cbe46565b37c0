package dev.millrace.orchestrator.cli;

import dev.millrace.rollout.template.Rendering;
import dev.millrace.rollout.template.TemplateSource;
import dev.millrace.rollout.template.TemplateVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace template render`: one conversation.
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = "Renders one conversation, and nothing after it: no line break is added.")
final class TemplateRenderCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description =
          "A JSON object with messages and, where wanted, tools, add_generation_prompt, kwargs,"
              + " special_tokens, now and template.")
  private Path file = Path.of("conversation.json");

  @Option(
      names = "--template",
      paramLabel = "PATH",
      description =
          "The template, instead of the one in FILE: a Jinja file, a tokenizer_config.json, or a"
              + " model's directory.")
  private @Nullable Path template;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    TemplateSource source = template == null ? null : TemplateSource.read(template);
    Rendering rendering = TemplateVectors.conversation(file, source).rendering();
    Out.of(spec).print(rendering.text());
    Out.of(spec).flush();
    return 0;
  }
}
