package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ThinkingMode;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The ledger under chat templates: real ones, and our own in the markup of each family.
class TemplateChainsTest {
  private static final long SEED = 20261126;
  private static final int WALKS = 12;
  private static final int STEPS = 14;
  private static final String ON = "on";
  private static final Map<BranchCause, String> BREAKS =
      Map.of(BranchCause.THINKING_DROPPED, "dropped", BranchCause.TEMPLATE_REWRITES, "rewritten");
  private static final Message QUESTION = new Message.User("And now?");
  private static final Message.Assistant CALL =
      new Message.Assistant("", null, List.of(AgentTurns.call("ls")));
  private static final Message.Assistant ANSWER = new Message.Assistant("Done.", null, List.of());
  private static final Message.Assistant THOUGHT_CALL =
      new Message.Assistant("", "First look.", CALL.toolCalls());
  private static final Message.Assistant THOUGHT_ANSWER =
      new Message.Assistant("Done.", "All there.", List.of());

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @ValueSource(
      strings = {
        "axo_command_a_tool_use",
        "axo_llama4",
        "axo_mistral_v7_tekken",
        "kimi_k25",
        "miles_minimax_m25_fixed",
        "miles_qwen3_fixed",
        "qwen3_coder",
        "trl_cohere2",
        "trl_deepseekv3",
        "trl_gemma3",
        "trl_glm4moe",
        "trl_gptoss",
        "trl_lfm2",
        "trl_llama3_1",
        "trl_nemotron_3_nano",
        "trl_phi3_5",
        "trl_qwen2_5",
        "trl_qwen3",
        "trl_qwen3_instruct_2507",
        "trl_qwen3_training"
      })
  void anyAgentKeepsItsIdsAndBreaksOnlyWithTheRightCause(String name) {
    assumeReal(name);
    assertTrue(walked(TemplateFormats.real(name)) > WALKS, "chains that went on");
  }

  @ParameterizedTest(name = "{0}, seed " + SEED)
  @CsvSource({
    "bundled,true",
    // It opens thinking in its prompts and never shows any: no turn can be continued.
    "deepseek,false",
    "glm,true",
    "harmony,true",
    "kimi,true",
    "llama,true",
    // As above.
    "minimax,false",
    "qwen_xml,true",
  })
  void anyAgentKeepsItsIdsUnderOurOwnTemplatesToo(String name, boolean isEverContinued) {
    assertEquals(isEverContinued, walked(TemplateFormats.own(name)) > 0);
  }

  private static void assumeReal(String name) {
    assumeTrue(TemplateFormats.isReal(name), "the golden vectors are not here: " + name);
  }

  private static int walked(ChatFormat format) {
    int continued = 0;
    for (int i = 0; i < WALKS; i++) {
      try {
        continued += new TemplateWalk(format, new Random(SEED + i)).walk(STEPS);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("walk with seed " + (SEED + i) + ": " + e.getMessage(), e);
      }
    }
    return continued;
  }

  /// What becomes of a chain, by what was sampled and what follows it: a call and its result, the
  /// same with a question behind it, an answer and a question; then all that with thinking. Where
  /// templates know no mode, `PRESERVED` is as `INTERLEAVED`.
  @ParameterizedTest
  @CsvSource({
    "axo_command_a_tool_use,INTERLEAVED,on,on,on,dropped,dropped,on",
    "axo_llama4,INTERLEAVED,on,on,on,on,on,on",
    "axo_mistral_v7_tekken,INTERLEAVED,-,-,on,-,-,on",
    "kimi_k25,INTERLEAVED,on,on,on,on,on,dropped",
    "miles_minimax_m25_fixed,INTERLEAVED,rewritten,rewritten,rewritten,on,dropped,dropped",
    "miles_minimax_m25_fixed,PRESERVED,rewritten,rewritten,rewritten,on,on,on",
    "miles_qwen3_fixed,INTERLEAVED,on,on,on,on,dropped,dropped",
    "miles_qwen3_fixed,PRESERVED,on,on,on,on,on,on",
    "qwen3_coder,INTERLEAVED,on,on,on,on,on,on",
    "trl_cohere2,INTERLEAVED,-,-,on,-,-,on",
    "trl_deepseekv3,INTERLEAVED,on,on,rewritten,on,on,dropped",
    "trl_gemma3,INTERLEAVED,-,-,on,-,-,on",
    "trl_glm4moe,INTERLEAVED,on,on,on,on,dropped,dropped",
    "trl_gptoss,INTERLEAVED,on,on,rewritten,on,on,dropped",
    "trl_lfm2,INTERLEAVED,on,on,on,on,on,on",
    "trl_llama3_1,INTERLEAVED,on,on,on,dropped,dropped,on",
    "trl_nemotron_3_nano,INTERLEAVED,rewritten,rewritten,rewritten,on,dropped,dropped",
    "trl_nemotron_3_nano,PRESERVED,rewritten,rewritten,rewritten,on,on,on",
    "trl_phi3_5,INTERLEAVED,-,-,on,-,-,on",
    "trl_qwen2_5,INTERLEAVED,on,on,on,on,on,on",
    "trl_qwen3,INTERLEAVED,on,on,on,on,dropped,dropped",
    "trl_qwen3_instruct_2507,INTERLEAVED,on,on,on,on,on,on",
    "trl_qwen3_training,INTERLEAVED,on,on,on,on,on,on",
  })
  void templatesThatAllowItAreContinued(
      String name,
      ThinkingMode mode,
      String call,
      String callAsked,
      String answer,
      String thoughtCall,
      String thoughtCallAsked,
      String thoughtAnswer) {
    assumeReal(name);
    ChatFormat format = TemplateFormats.real(name);
    assertEquals(
        List.of(call, callAsked, answer, thoughtCall, thoughtCallAsked, thoughtAnswer),
        List.of(
            after(format, mode, CALL),
            after(format, mode, CALL, QUESTION),
            after(format, mode, ANSWER, QUESTION),
            after(format, mode, THOUGHT_CALL),
            after(format, mode, THOUGHT_CALL, QUESTION),
            after(format, mode, THOUGHT_ANSWER, QUESTION)));
  }

  /// @return why the chain broke, or that it went on, or nothing where the template has no such
  /// turn
  private static String after(
      ChatFormat format, ThinkingMode mode, Message.Assistant turn, Message... more) {
    boolean acts = !turn.toolCalls().isEmpty();
    if (acts && !AgentTurns.knowsTools(format)) {
      return "-";
    }
    Ledger ledger = new Ledger(format, new BranchId("e"));
    List<Message> talk = new ArrayList<>();
    talk.add(new Message.SystemPrompt("Work."));
    talk.add(new Message.User("What is there?"));
    Prompt first = ledger.prompt(request(talk, mode));
    String text =
        RawTurns.of(format.family(), first.textTail(), turn)
            + (acts ? AgentTurns.stopOfCall(format) : AgentTurns.stopOfAnswer(format));
    int[] ids = format.tokenizer().encode(text);
    ledger.sampled(first, new SampledTurn(ids, null, List.of(), 0, Fidelity.TOKEN_EXACT));
    Message.Assistant read =
        format.parse(text, first.textTail(), List.of(AgentTurns.LOOK), new CallIds()).message();
    assertEquals(turn.toolCalls().size(), read.toolCalls().size());
    talk.add(read);
    for (ToolCall call : read.toolCalls()) {
      talk.add(new Message.ToolResult(call.id(), call.name(), "a.txt"));
    }
    talk.addAll(List.of(more));
    Prompt next = ledger.prompt(request(talk, mode));
    return next.branch().equals(first.branch()) ? ON : BREAKS.getOrDefault(next.cause(), "other");
  }

  private static PromptRequest request(List<Message> talk, ThinkingMode mode) {
    return new PromptRequest(
        talk, List.of(AgentTurns.LOOK), TemplateOptions.of(mode), Purpose.MAIN);
  }
}
