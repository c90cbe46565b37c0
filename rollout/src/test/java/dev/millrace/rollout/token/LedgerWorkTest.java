package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ThinkingMode;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ledger's work grows with the conversation, not with its square, under templates that allow
/// it.
class LedgerWorkTest {
  private static final int TURNS = 300;

  private record Work(long renderedChars, long encodedChars, long decodedIds, long hashedIds) {
    Work since(Work earlier) {
      return new Work(
          renderedChars - earlier.renderedChars,
          encodedChars - earlier.encodedChars,
          decodedIds - earlier.decodedIds,
          hashedIds - earlier.hashedIds);
    }
  }

  /// What every turn is, as far as the template goes on behind it.
  enum Talk {
    /// Thinking, and a call.
    THOUGHTS,
    /// A call alone.
    CALLS,
    /// An answer alone, and a question behind it.
    ANSWERS;

    Message.Assistant turn(int number) {
      List<ToolCall> calls = List.of(AgentTurns.call("ls " + number));
      return switch (this) {
        case THOUGHTS -> new Message.Assistant("", "Look once more.", calls);
        case CALLS -> new Message.Assistant("", null, calls);
        case ANSWERS -> new Message.Assistant("Done.", null, List.of());
      };
    }
  }

  /// A conversation whose work is counted.
  private static final class Counted {
    private final CountingFormat format;
    private final Talk talk;
    private final List<Message> messages = new ArrayList<>();
    private final Ledger ledger;
    private long hashedIds;
    private int turns;

    Counted(ChatFormat real, Talk talk) {
      this.format = new CountingFormat(real);
      this.talk = talk;
      Splicer splicer = new Splicer(format, ((TemplateFormat) real).stops());
      this.ledger = new Ledger(format, new BranchId("e"), splicer, ids -> hashedIds += ids);
      messages.add(new Message.SystemPrompt("Work."));
      messages.add(new Message.User("What is there?"));
    }

    void turn() {
      Prompt prompt = ledger.prompt(PromptRequest.of(messages, List.of(AgentTurns.LOOK)));
      Message.Assistant turn = talk.turn(turns);
      boolean acts = !turn.toolCalls().isEmpty();
      String text =
          RawTurns.of(format.family(), prompt.textTail(), turn)
              + (acts
                  ? AgentTurns.stopOfCall(format.real())
                  : AgentTurns.stopOfAnswer(format.real()));
      int[] ids = format.real().tokenizer().encode(text);
      ledger.sampled(prompt, new SampledTurn(ids, null, List.of(), turns++, Fidelity.TOKEN_EXACT));
      Message.Assistant read =
          format.parse(text, prompt.textTail(), List.of(AgentTurns.LOOK), new CallIds()).message();
      messages.add(read);
      for (ToolCall call : read.toolCalls()) {
        messages.add(new Message.ToolResult(call.id(), call.name(), "a file\n".repeat(50)));
      }
      if (read.toolCalls().isEmpty()) {
        messages.add(new Message.User("a line\n".repeat(50)));
      }
    }

    /// Goes on to so many turns. What is found out once for a template, at the second turn, does
    /// not count.
    Work upTo(int more) {
      while (turns < 2) {
        turn();
      }
      Work before = work();
      while (turns < more) {
        turn();
      }
      return work().since(before);
    }

    private Work work() {
      return new Work(format.renderedChars, format.encodedChars, format.decodedIds, hashedIds);
    }
  }

  private static ChatFormat format(String name) {
    if (name.startsWith("own/")) {
      return TemplateFormats.own(name.substring("own/".length()));
    }
    assumeTrue(TemplateFormats.isReal(name), "the golden vectors are not here: " + name);
    return TemplateFormats.real(name);
  }

  private static boolean windowed(ChatFormat format, TemplateOptions options) {
    return ((TemplateFormat) format).splicer().windowed(format.arguments(options));
  }

  private static void assertTwice(long more, long less, String what) {
    double ratio = (double) more / less;
    assertTrue(ratio < 2.2, () -> what + " grew by " + ratio + " from " + less + " to " + more);
  }

  private static void assertTwice(Work more, Work less) {
    assertTwice(more.renderedChars(), less.renderedChars(), "rendering");
    assertTwice(more.encodedChars(), less.encodedChars(), "encoding");
    assertTwice(more.decodedIds(), less.decodedIds(), "decoding");
    assertTwice(more.hashedIds(), less.hashedIds(), "hashing");
  }

  /// @param on whether a stand-in for the history will do; else all of it is rendered each turn
  /// @param off the same with thinking off
  @ParameterizedTest
  @CsvSource({
    "own/bundled,THOUGHTS,true,true",
    "own/glm,THOUGHTS,true,true",
    "own/harmony,THOUGHTS,true,true",
    "own/kimi,THOUGHTS,true,true",
    "own/llama,CALLS,true,true",
    "own/qwen_xml,THOUGHTS,true,true",
    // No turn can be gone on from.
    "own/deepseek,THOUGHTS,false,false",
    "own/minimax,THOUGHTS,false,false",
    // It numbers all calls of the conversation.
    "axo_command_a_tool_use,CALLS,false,false",
    "axo_llama4,THOUGHTS,true,true",
    "axo_mistral_v7_tekken,ANSWERS,true,true",
    "kimi_k25,THOUGHTS,true,true",
    "miles_minimax_m25_fixed,THOUGHTS,true,true",
    "miles_qwen3_fixed,THOUGHTS,true,true",
    "qwen3_coder,THOUGHTS,true,true",
    "trl_cohere2,ANSWERS,true,true",
    // It writes the first result of the conversation otherwise than later ones.
    "trl_deepseekv3,THOUGHTS,false,false",
    "trl_gemma3,ANSWERS,true,true",
    "trl_glm4moe,THOUGHTS,true,true",
    "trl_gptoss,THOUGHTS,true,true",
    "trl_lfm2,THOUGHTS,true,true",
    "trl_llama3_1,CALLS,true,true",
    "trl_nemotron_3_nano,THOUGHTS,true,true",
    "trl_phi3_5,ANSWERS,true,true",
    "trl_qwen2_5,THOUGHTS,true,true",
    // No turn can be gone on from once thinking is off.
    "trl_qwen3,THOUGHTS,true,false",
    "trl_qwen3_instruct_2507,THOUGHTS,true,true",
    "trl_qwen3_training,THOUGHTS,true,true",
  })
  void twiceTheTurnsAreTwiceTheWorkAtThreeHundredTurnsToo(
      String name, Talk talk, boolean on, boolean off) {
    ChatFormat format = format(name);
    for (ThinkingMode mode : ThinkingMode.values()) {
      TemplateOptions options = TemplateOptions.of(mode);
      assertEquals(on, windowed(format, options), mode.name());
      assertEquals(off, windowed(format, options.withThinking(false)), mode + ", off");
    }
    if (on) {
      Counted counted = new Counted(format, talk);
      Work half = counted.upTo(TURNS / 2);
      Work second = counted.upTo(TURNS);
      assertTwice(sum(half, second), half);
      assertEquals(Map.of(), counted.ledger.drifts());
      assertEquals(1, counted.ledger.branches().size());
    }
  }

  private static Work sum(Work first, Work second) {
    return new Work(
        first.renderedChars + second.renderedChars,
        first.encodedChars + second.encodedChars,
        first.decodedIds + second.decodedIds,
        first.hashedIds + second.hashedIds);
  }

  /// What it costs to start a branch over a history of so many turns.
  private static Work branchWork(int turns) {
    CountingFormat format = new CountingFormat(ChatFormats.bundled());
    Ledger ledger =
        new Ledger(format, new BranchId("e"), Splicer.of(ChatFormats.bundled()), _ -> {});
    List<Message> messages = new ArrayList<>();
    messages.add(new Message.SystemPrompt("Work."));
    messages.add(new Message.User("Go on."));
    for (int i = 0; i < turns; i++) {
      ToolCall call = new ToolCall("call_" + i, "bash", "{\"command\": \"ls " + i + "\"}");
      messages.add(new Message.Assistant("I look.", "Hm.", List.of(call)));
      messages.add(new Message.ToolResult("call_" + i, "bash", "a file\n".repeat(50)));
    }
    Prompt prompt = ledger.prompt(PromptRequest.of(messages, List.of()));
    int[] ids = format.encode("Done.<|im_end|>");
    ledger.sampled(prompt, new SampledTurn(ids, null, List.of(), 0, Fidelity.TOKEN_EXACT));
    // Each message has its own span: the histories' and the sampled one.
    assertEquals(2 + 2 * turns + 1, ledger.branches().get(0).turns().size());
    return new Work(format.renderedChars, format.encodedChars, format.decodedIds, 0);
  }

  @Test
  void newBranchCostsTwiceAsMuchOverTwiceTheHistory() {
    Work less = branchWork(150);
    Work more = branchWork(300);
    assertTwice(more.renderedChars(), less.renderedChars(), "rendering");
    assertTwice(more.encodedChars(), less.encodedChars(), "encoding");
  }
}
