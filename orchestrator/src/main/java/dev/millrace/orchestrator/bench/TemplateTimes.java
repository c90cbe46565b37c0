package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.template.TemplateVectors.Conversation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// How long one conversation takes to render, with a template that is compiled already: rounds of
/// many renderings, after others to warm up.
///
/// @param ticker nanoseconds from anywhere
public record TemplateTimes(LongSupplier ticker) {
  private static final int RENDERINGS = 100;
  private static final int MIN_ROUNDS = 10;
  private static final long WARM_UP_NANOS = 2_000_000_000L;
  private static final long MEASURED_NANOS = 3_000_000_000L;

  /// By the processor's time of this thread: what else runs on a machine takes none of it.
  public TemplateTimes() {
    this(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
  }

  /// @throws dev.millrace.rollout.template.TemplateException when the template refuses it
  public Figures of(Conversation conversation) {
    int characters = conversation.rendering().text().length();
    rounds(conversation, WARM_UP_NANOS);
    List<Double> micros = rounds(conversation, MEASURED_NANOS);
    micros.sort(null);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("messages", (double) conversation.messages());
    values.put("rendered_characters", (double) characters);
    values.put("rounds", (double) micros.size());
    values.put("median_render_us", micros.get(micros.size() / 2));
    values.put("best_render_us", micros.getFirst());
    return new Figures(values);
  }

  private List<Double> rounds(Conversation conversation, long nanos) {
    List<Double> micros = new ArrayList<>();
    long begin = ticker.getAsLong();
    long now = begin;
    while (now - begin < nanos || micros.size() < MIN_ROUNDS) {
      long before = now;
      for (int i = 0; i < RENDERINGS; i++) {
        conversation.rendering();
      }
      now = ticker.getAsLong();
      micros.add((now - before) / 1e3 / RENDERINGS);
    }
    return micros;
  }
}
