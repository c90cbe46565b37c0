package dev.millrace.orchestrator.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.policy.engine.EngineCheck;
import dev.millrace.rollout.policy.engine.EngineReport;
import dev.millrace.rollout.policy.engine.EngineSettings;
import dev.millrace.rollout.policy.engine.Patience;
import dev.millrace.rollout.policy.engine.Secret;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.Sampling;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace engines check`: which engine runs somewhere, and what it is good for.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Says which engine answers at a URL, what it supports, and whether its log-probabilities can"
          + " be trusted, and why. Samples some dozens of ids.",
      "Exits with 1 where its branches cannot be trained on with RL."
    })
final class EnginesCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "URL", description = "The server, e.g. http://127.0.0.1:8000.")
  private URI url = URI.create("http://127.0.0.1:8000");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Which of the server's models; needed where it has several.")
  private @Nullable String model;

  @Option(names = "--json", description = "Prints one JSON object instead of a table.")
  private boolean json;

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      description = "The environment variable that holds the server's key.")
  private @Nullable String apiKeyEnv;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long each answer may take; default: ${DEFAULT-VALUE}.")
  private int timeout = 60;

  @Override
  public Integer call() throws InterruptedException {
    if (timeout < 1) {
      throw new UsageException("--timeout is " + timeout + ", not 1 or more seconds");
    }
    EngineReport report = EngineCheck.check(settings());
    if (json) {
      spec.commandLine().getOut().println(json(report));
    } else {
      spec.commandLine().getOut().print(report.text());
      spec.commandLine().getOut().flush();
    }
    return report.isTrustworthy() ? 0 : 1;
  }

  private EngineSettings settings() {
    Duration most = Duration.ofSeconds(timeout);
    Duration connect = Patience.DEFAULT.connect();
    Patience patience =
        new Patience(
            most, most.compareTo(connect) < 0 ? most : connect, Patience.DEFAULT.retries());
    try {
      return new EngineSettings(
          List.of(url), EngineKind.AUTO, model, Sampling.PLAIN, patience, ToolCalls.FREE, key());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Secret key() {
    if (apiKeyEnv == null) {
      return null;
    }
    String key = System.getenv(apiKeyEnv);
    if (key == null || key.isBlank()) {
      throw new UsageException("--api-key-env: the variable " + apiKeyEnv + " is not set");
    }
    return new Secret(key.strip());
  }

  private static String json(EngineReport report) {
    ObjectNode node =
        new ObjectMapper()
            .createObjectNode()
            .put("url", report.url().toString())
            .put("engine", report.kind().label())
            .put("version", report.version())
            .put("model", report.model())
            .put("logprobs_of", lower(report.scope()))
            .put("trustworthy", report.isTrustworthy());
    ArrayNode findings = node.putArray("findings");
    report
        .findings()
        .forEach(
            finding ->
                findings
                    .addObject()
                    .put("level", lower(finding.level()))
                    .put("subject", finding.subject())
                    .put("why", finding.why()));
    return node.toPrettyString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
