package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which branch a request goes on with, and which it departs from.
class LedgerBranchesTest {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final BranchId FIRST = new BranchId("e");
  private static final List<Message> TASK =
      List.of(new Message.SystemPrompt("Work."), new Message.User("List files."));
  private static final List<Message> OTHER =
      List.of(new Message.SystemPrompt("Help."), new Message.User("Find the bug."));
  private static final Message.Assistant SAID = new Message.Assistant("There.", null, List.of());
  private static final Message MORE = new Message.User("And now?");

  private final Ledger ledger = new Ledger(FORMAT, FIRST);
  private int calls;

  private Prompt ask(Purpose purpose, List<Message> messages) {
    return ledger.prompt(new PromptRequest(messages, List.of(), TemplateOptions.DEFAULT, purpose));
  }

  private BranchId answer(Prompt prompt) {
    int[] ids = FORMAT.tokenizer().encode(FORMAT.renderTurn(SAID));
    return ledger.sampled(
        prompt, new SampledTurn(ids, null, List.of(), calls++, Fidelity.TOKEN_EXACT));
  }

  private BranchId turn(Purpose purpose, List<Message> messages) {
    return answer(ask(purpose, messages));
  }

  private static List<Message> after(List<Message> before, Message... more) {
    List<Message> all = new ArrayList<>(before);
    all.addAll(List.of(more));
    return all;
  }

  private Branch branch(String id) {
    return ledger.branches().stream()
        .filter(branch -> branch.id().value().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void assertOrigin(String id, BranchId parent, BranchCause cause) {
    assertEquals(parent, branch(id).parent());
    assertEquals(cause, branch(id).origin().cause());
  }

  @Test
  void titleIsNeverWorkAndWorkNeverATitle() {
    turn(Purpose.MAIN, TASK);
    assertEquals(new BranchId("e.1"), turn(Purpose.SIDE_CALL, after(TASK, SAID, MORE)));
    assertOrigin("e.1", FIRST, BranchCause.SIDE_CALL);
    // The same words again, as work.
    assertEquals(FIRST, turn(Purpose.MAIN, after(TASK, SAID, MORE)));
    assertEquals(new BranchId("e.1"), turn(Purpose.SIDE_CALL, after(TASK, SAID, MORE, SAID, MORE)));
  }

  @Test
  void sideCallThatIsBrokenStaysASideCall() {
    turn(Purpose.MAIN, TASK);
    turn(Purpose.SIDE_CALL, OTHER);
    Message.Assistant edited = new Message.Assistant("Elsewhere.", null, List.of());
    turn(Purpose.SIDE_CALL, after(OTHER, edited, MORE));
    assertOrigin("e.2", new BranchId("e.1"), BranchCause.SIDE_CALL);
  }

  @Test
  void subAgentGoesOnBesideTheWork() {
    turn(Purpose.MAIN, TASK);
    turn(Purpose.SUB_AGENT, OTHER);
    assertOrigin("e.1", FIRST, BranchCause.SUB_AGENT);
    assertEquals(FIRST, turn(Purpose.MAIN, after(TASK, SAID, MORE)));
    assertEquals(new BranchId("e.1"), turn(Purpose.SUB_AGENT, after(OTHER, SAID, MORE)));
    assertEquals(Map.of(BranchCause.SUB_AGENT, 1), ledger.drifts());
  }

  @Test
  void workUnderANewSystemPromptIsNoOtherAgents() {
    turn(Purpose.MAIN, TASK);
    Message now = new Message.SystemPrompt("Work. It is noon.");
    turn(Purpose.MAIN, List.of(now, TASK.getLast(), SAID, MORE));
    assertOrigin("e.1", FIRST, BranchCause.HISTORY_REWRITTEN);
  }

  @Test
  void conversationThatSharesNothingIsAnotherAgents() {
    turn(Purpose.MAIN, TASK);
    Message.Assistant other = new Message.Assistant("Elsewhere.", null, List.of());
    turn(Purpose.MAIN, after(OTHER, other, MORE));
    assertOrigin("e.1", FIRST, BranchCause.SUB_AGENT);
  }

  @Test
  void subAgentMayComeFirst() {
    turn(Purpose.SUB_AGENT, OTHER);
    assertEquals(FIRST, turn(Purpose.SUB_AGENT, after(OTHER, SAID, MORE)));
    assertEquals(Map.of(), ledger.drifts());
  }

  @Test
  void compactedWorkDepartsFromTheLastBranch() {
    turn(Purpose.MAIN, TASK);
    List<Message> summary = List.of(TASK.getFirst(), new Message.User("List files. So far: none."));
    turn(Purpose.COMPACTION, summary);
    turn(Purpose.MAIN, after(summary, SAID, MORE));
    List<Message> again = List.of(TASK.getFirst(), new Message.User("List files. So far: one."));
    turn(Purpose.COMPACTION, again);
    assertOrigin("e.1", FIRST, BranchCause.COMPACTION);
    assertOrigin("e.2", new BranchId("e.1"), BranchCause.COMPACTION);
  }

  @Test
  void retryDepartsFromTheLongerBranchNotFromAnOlderOneThatItExtends() {
    turn(Purpose.MAIN, TASK);
    List<Message> rewritten = after(TASK, SAID, new Message.User("Again."), SAID, MORE);
    Prompt second = ledger.prompt(PromptRequest.of(TASK, List.of()));
    answer(second);
    assertOrigin("e.1", FIRST, BranchCause.HISTORY_SHORTENED);
    BranchId on = turn(Purpose.MAIN, rewritten.subList(0, 4));
    assertEquals(on, turn(Purpose.MAIN, rewritten));
    turn(Purpose.MAIN, rewritten.subList(0, 4));
    assertOrigin("e.2", on, BranchCause.HISTORY_SHORTENED);
  }

  @Test
  void answersToPromptsThatWereOpenAtOnceEachStandBehindWhatWasSent() {
    turn(Purpose.MAIN, TASK);
    Prompt one = ask(Purpose.MAIN, after(TASK, SAID, MORE));
    Prompt two = ask(Purpose.MAIN, after(TASK, SAID, new Message.User("Where?")));
    assertEquals(FIRST, answer(one));
    assertEquals(new BranchId("e.1"), answer(two));
    assertOrigin("e.1", FIRST, BranchCause.HISTORY_SHORTENED);
    Branch copy = branch("e.1");
    assertArrayEquals(two.ids(), Arrays.copyOf(copy.tokens().ids(), two.length()));
    // What the first turn sampled is read here, not trained again.
    boolean[] sampled = copy.tokens().sampled();
    for (int i = 0; i < sampled.length; i++) {
      assertEquals(i >= two.length(), sampled[i]);
    }
    assertEquals(
        List.of(
            MaskReason.PROMPT,
            MaskReason.PROMPT,
            MaskReason.COPIED_STEP,
            MaskReason.PROMPT,
            MaskReason.TRAINED),
        copy.turns().stream()
            .map(turn -> MaskReason.of(copy.tokens().maskReasons()[turn.start()]))
            .toList());
  }

  @Test
  void firstPromptsThatWereOpenAtOnceHaveNamesOfTheirOwn() {
    Prompt one = ask(Purpose.MAIN, TASK);
    Prompt two = ask(Purpose.MAIN, OTHER);
    assertEquals(FIRST, answer(one));
    assertEquals(new BranchId("e.1"), answer(two));
    assertOrigin("e.1", FIRST, BranchCause.SUB_AGENT);
    assertArrayEquals(two.ids(), Arrays.copyOf(branch("e.1").tokens().ids(), two.length()));
  }

  @Test
  void conversationThatTheTemplateRefusesLeavesNoTrace() {
    String template =
        """
        {% for m in messages %}{% if m.role == 'system' and not loop.first %}\
        {{ raise_exception('one system prompt only') }}{% endif %}<|im_start|>{{ m.role }}
        {{ m.content }}<|im_end|>
        {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
        {% endif %}\
        """;
    ChatFormat format = ChatFormats.of("strict", FORMAT.tokenizer(), template, Map.of());
    Ledger strict = new Ledger(format, FIRST);
    List<Message> twice = List.of(TASK.get(0), TASK.get(0), TASK.get(1));
    TemplateException refused =
        assertThrows(
            TemplateException.class, () -> strict.prompt(PromptRequest.of(twice, List.of())));
    assertEquals(true, String.valueOf(refused.getMessage()).contains("one system prompt only"));
    assertEquals(List.of(), strict.branches());
    assertEquals(FIRST, strict.prompt(PromptRequest.of(TASK, List.of())).branch());
  }
}
