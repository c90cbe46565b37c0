package dev.millrace.orchestrator.cli;

import dev.millrace.rollout.template.TemplateVectors;
import dev.millrace.rollout.template.TemplateVectors.FileResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace template check`: golden vectors.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Renders every conversation of every vector file in a directory, and says what differs from"
            + " what Python's jinja2 made of it.",
    footer = {
      "A vector file is a JSON object with template, special_tokens, now and cases. A case has"
          + " messages, tools, add_generation_prompt and kwargs, and expected (a text), or error"
          + " where rendering has to fail. For example:",
      "",
      "  {\"template\": \"{{ messages[0].content }}\",",
      "   \"cases\": [{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}],"
          + " \"expected\": \"x\"}]}",
      "",
      "Ends with 0 when all are identical, else with 1."
    })
final class TemplateCheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A directory of .json vector files.")
  private Path directory = Path.of(".");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new UsageException(directory + " is no directory");
    }
    List<FileResult> results = TemplateVectors.check(directory);
    if (results.isEmpty()) {
      throw new UsageException(directory + " holds no .json file");
    }
    PrintWriter out = Out.of(spec);
    int cases = 0;
    int identical = 0;
    for (FileResult result : results) {
      out.println(result.file() + ": " + result.identical() + " of " + result.cases());
      result.differences().forEach(difference -> out.println("  " + difference));
      cases += result.cases();
      identical += result.identical();
    }
    out.println(identical + " of " + cases + " cases are identical");
    return identical == cases ? 0 : 1;
  }
}
