package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.template.Template;
import dev.millrace.rollout.template.TemplateSource;
import dev.millrace.rollout.template.TemplateVectors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The bundled chat template over a conversation of seven messages with tools.
final class TemplateBench implements Benchmark {
  private static final String TEMPLATE = "/dev/millrace/rollout/token/bundled/chat_template.jinja";

  private final TemplateTimes times;

  TemplateBench(TemplateTimes times) {
    this.times = times;
  }

  @Override
  public String name() {
    return "template";
  }

  @Override
  public String description() {
    return "rendering a conversation of seven messages with tools: microseconds each";
  }

  @Override
  public Figures run(BenchContext context) {
    Path conversation = context.work().resolve("conversation.json");
    try {
      Files.write(conversation, resource(TemplateBench.class, "conversation.json"));
      String source = new String(resource(Template.class, TEMPLATE), StandardCharsets.UTF_8);
      context.progress().accept("rendering for five seconds");
      return times.of(
          TemplateVectors.conversation(conversation, new TemplateSource(source, Map.of())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the conversation: " + e.getMessage(), e);
    }
  }

  private static byte[] resource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }
}
