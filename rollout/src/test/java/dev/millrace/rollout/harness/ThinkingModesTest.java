package dev.millrace.rollout.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.token.Tokenizers;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.Thinking;
import dev.millrace.rollout.trajectory.ThinkingMode;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The loop's thinking mode reaches the template, and the record says what came of it.
class ThinkingModesTest {
  /// Shows past thinking only when asked to keep it.
  private static final String TEMPLATE =
      """
      {{ '[may think]' if enable_thinking is defined and enable_thinking }}
      {{- '[must not think]' if enable_thinking is defined and not enable_thinking }}
      {%- set keeps = clear_thinking is defined and not clear_thinking %}
      {{- '[keeps thinking]' if keeps }}
      {%- for m in messages %}
      {{- '<|im_start|>' + m.role + '\\n' }}
      {%- if keeps and m.reasoning_content %}
      {{- '<think>\\n' + m.reasoning_content + '\\n</think>\\n\\n' }}
      {%- endif %}
      {{- m.content }}
      {%- for c in m.tool_calls or [] %}
      {{- '<tool_call>\\n{"name": "' + c.function.name + '", "arguments": ' }}
      {{- (c.function.arguments | tojson) + '}\\n</tool_call>' }}
      {%- endfor %}
      {{- '<|im_end|>\\n' }}
      {%- endfor %}
      {{- '<|im_start|>assistant\\n' if add_generation_prompt }}\
      """;

  private static final List<String> TURNS =
      List.of(
          """
          <think>
          Look first.
          </think>

          <tool_call>
          {"name": "bash", "arguments": {"command": "ls"}}
          </tool_call><|im_end|>\
          """,
          "Done.<|im_end|>");

  private final ChatFormat format =
      ChatFormats.of("modes", Tokenizers.bundled(), TEMPLATE, Map.of());
  private final List<String> prompts = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "INTERLEAVED,true,,false",
    "PRESERVED,true,,true",
    "TURN_LEVEL,true,[may think],false",
    "INTERLEAVED,false,[must not think],false",
    "PRESERVED,false,[must not think],true",
    "TURN_LEVEL,false,[must not think],false"
  })
  void modeIsRenderedAndRecorded(
      ThinkingMode mode, boolean on, @Nullable String said, boolean keeps)
      throws InterruptedException {
    Trajectory trajectory = run(TemplateOptions.of(mode).withThinking(on));
    assertEquals(2, prompts.size());
    for (String prompt : prompts) {
      assertEquals("[may think]".equals(said), prompt.contains("[may think]"));
      assertEquals("[must not think]".equals(said), prompt.contains("[must not think]"));
      assertEquals(keeps, prompt.contains("[keeps thinking]"));
    }
    assertEquals(keeps, prompts.getLast().contains("Look first."));
    assertEquals(
        List.of(new Thinking(on, false, mode), new Thinking(on, keeps, mode)),
        trajectory.branches().stream()
            .flatMap(branch -> branch.turns().stream())
            .filter(turn -> turn.modelCall() != null)
            .map(Turn::thinking)
            .toList());
    assertEquals(
        keeps
            ? List.of(BranchCause.FIRST)
            : List.of(BranchCause.FIRST, BranchCause.THINKING_DROPPED),
        trajectory.branches().stream().map(branch -> branch.origin().cause()).toList());
  }

  private Trajectory run(TemplateOptions options) throws InterruptedException {
    PlannedPolicy policy = new PlannedPolicy();
    for (String turn : TURNS) {
      policy.answers(
          request -> {
            prompts.add(format.tokenizer().decode(request.promptIds()));
            return said(turn);
          });
    }
    PlannedSandboxes sandboxes =
        new PlannedSandboxes((_, _) -> PlannedSandboxes.exited(0, "a.txt\n"));
    EpisodeRun run = new Runs().of(policy, sandboxes, Runs.LIMITS);
    LoopSettings standard = LoopSettings.DEFAULT;
    LoopSettings settings =
        new LoopSettings(
            standard.context(),
            standard.maxTurnTokens(),
            options,
            standard.toolCalls(),
            standard.vigilance());
    return new ToolLoop(settings)
        .run(
            new EpisodeRun(
                run.episode(), run.task(), policy, format, sandboxes, run.listener(), run.clock()));
  }

  private Sampled said(String text) {
    int[] ids = format.tokenizer().encode(text);
    return new Sampled(
        ids,
        null,
        List.of(new VersionSpan(0, ids.length, new PolicyVersion("planned", 0))),
        FinishReason.STOP,
        Map.of());
  }
}
