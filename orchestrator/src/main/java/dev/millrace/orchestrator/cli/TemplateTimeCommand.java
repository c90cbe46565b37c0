package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.bench.Figures;
import dev.millrace.orchestrator.bench.TemplateTimes;
import dev.millrace.rollout.template.TemplateSource;
import dev.millrace.rollout.template.TemplateVectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace template time`: how long one conversation takes.
@Command(
    name = "time",
    mixinStandardHelpOptions = true,
    description =
        "Renders one conversation for five seconds and prints how many microseconds it takes.")
final class TemplateTimeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "As for `template render`.")
  private Path file = Path.of("conversation.json");

  @Option(names = "--template", paramLabel = "PATH", description = "As for `template render`.")
  private @Nullable Path template;

  @Spec private @Nullable CommandSpec spec;

  private final TemplateTimes times;

  TemplateTimeCommand() {
    this(new TemplateTimes());
  }

  TemplateTimeCommand(TemplateTimes times) {
    this.times = times;
  }

  @Override
  public Integer call() throws IOException {
    TemplateSource source = template == null ? null : TemplateSource.read(template);
    Figures figures = times.of(TemplateVectors.conversation(file, source));
    PrintWriter out = Out.of(spec);
    figures.values().forEach((name, value) -> out.println(name + "\t" + value));
    return 0;
  }
}
