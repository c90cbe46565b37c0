package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The ledger's work grows with the conversation, not with its square.
class LedgerWorkTest {
  private record Work(long renderedChars, long encodedChars, long decodedIds) {}

  private static Work work(int turns) {
    CountingFormat format = new CountingFormat(ChatFormats.bundled());
    Ledger ledger = new Ledger(format, new BranchId("e"));
    // What is found out once per format is not counted.
    assertTrue(Splicer.of(ChatFormats.bundled()).windowed());
    List<Message> messages = new ArrayList<>();
    messages.add(new Message.SystemPrompt("Work."));
    messages.add(new Message.User("Go on."));
    for (int i = 0; i < turns; i++) {
      Prompt prompt = ledger.prompt(PromptRequest.of(messages, List.of()));
      if (i == 1) {
        format.renderedChars = 0;
        format.encodedChars = 0;
        format.decodedIds = 0;
      }
      ToolCall call = new ToolCall("call_0", "bash", "{\"command\": \"ls " + i + "\"}");
      Message.Assistant turn = new Message.Assistant("I look.", "Hm.", List.of(call));
      String text = format.renderTurn(turn);
      int[] ids = ChatFormats.bundled().tokenizer().encode(text);
      ledger.sampled(prompt, new SampledTurn(ids, null, List.of(), i, Fidelity.TOKEN_EXACT));
      messages.add(format.parse(text, "", List.of(), new CallIds()).message());
      messages.add(new Message.ToolResult("call_0", "bash", "a file\n".repeat(50)));
    }
    assertEquals(Map.of(), ledger.drifts());
    assertEquals(1, ledger.branches().size());
    return new Work(format.renderedChars, format.encodedChars, format.decodedIds);
  }

  /// What it costs to start a branch over a history of so many turns.
  private static Work branchWork(int turns) {
    CountingFormat format = new CountingFormat(ChatFormats.bundled());
    Ledger ledger = new Ledger(format, new BranchId("e"), Splicer.of(ChatFormats.bundled()));
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
    return new Work(format.renderedChars, format.encodedChars, format.decodedIds);
  }

  @Test
  void newBranchCostsTwiceAsMuchOverTwiceTheHistory() {
    Work less = branchWork(150);
    Work more = branchWork(300);
    assertTwice(more.renderedChars(), less.renderedChars(), "rendering");
    assertTwice(more.encodedChars(), less.encodedChars(), "encoding");
  }

  private static void assertTwice(long more, long less, String what) {
    double ratio = (double) more / less;
    assertTrue(ratio < 2.2, () -> what + " grew by " + ratio + " from " + less + " to " + more);
  }

  @Test
  void twiceTheTurnsAreTwiceTheWorkAtThreeHundredTurnsToo() {
    Work few = work(75);
    Work more = work(150);
    Work many = work(300);
    assertTwice(more.renderedChars(), few.renderedChars(), "rendering");
    assertTwice(many.renderedChars(), more.renderedChars(), "rendering");
    assertTwice(many.encodedChars(), more.encodedChars(), "encoding");
    assertTwice(many.decodedIds(), more.decodedIds(), "decoding");
  }
}
