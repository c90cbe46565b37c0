package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final Tokenizer TOKENIZER = FORMAT.tokenizer();
  private static final BranchId FIRST = new BranchId("e1");
  private static final List<Message> START =
      List.of(new Message.SystemPrompt("Work."), new Message.User("List files."));
  private static final Message.Assistant CALL =
      new Message.Assistant(
          "I look.", null, List.of(new ToolCall("call_0", "bash", "{\"command\": \"ls\"}")));
  private static final Message RESULT = new Message.ToolResult("call_0", "bash", "a.txt");

  private final Ledger ledger = new Ledger(FORMAT, FIRST);
  private @Nullable Prompt asked;

  private static int[] ids(Message.Assistant turn) {
    return TOKENIZER.encode(FORMAT.renderTurn(turn));
  }

  private int[] ask(List<Message> messages) {
    asked = ledger.prompt(PromptRequest.of(messages, List.of()));
    return asked.ids();
  }

  private Prompt asked() {
    return Objects.requireNonNull(asked, "nothing was asked");
  }

  private void sample(int[] ids, int modelCall) {
    List<VersionSpan> versions =
        List.of(new VersionSpan(0, ids.length, new PolicyVersion("p", modelCall)));
    ledger.sampled(asked(), new SampledTurn(ids, null, versions, modelCall, Fidelity.TOKEN_EXACT));
  }

  private static List<Message> after(List<Message> before, Message... more) {
    List<Message> all = new ArrayList<>(before);
    all.addAll(List.of(more));
    return all;
  }

  private Branch only() {
    assertEquals(1, ledger.branches().size());
    return ledger.branches().get(0);
  }

  private static String text(Branch branch, Turn turn) {
    return TOKENIZER.decode(Arrays.copyOfRange(branch.tokens().ids(), turn.start(), turn.end()));
  }

  @Test
  void nextPromptIsWhatWasSentAndSampledWithOnlyTheNewBehindIt() {
    int[] first = ask(START);
    int[] said = ids(CALL);
    sample(said, 0);
    int[] second = ask(after(START, CALL, RESULT));
    assertArrayEquals(first, Arrays.copyOf(second, first.length));
    assertArrayEquals(said, Arrays.copyOfRange(second, first.length, first.length + said.length));
    assertEquals(
        FORMAT.render(
            Conversation.of(after(START, CALL, RESULT), List.of()), GenerationPrompt.OPEN),
        TOKENIZER.decode(second));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"b\": 1, \"a\": [2]} | {\"a\":[2],\"b\":1}",
        "{\"a\": 1.0} | {\"a\":1}",
        "{\"a\": [1e3, -0.0]} | {\"a\":[1000,0]}",
        "{\"a\": 12345678901234567891} | {\"a\":12345678901234567000}"
      })
  void argumentsThatAClientReadAndWroteAgainAreTheSame(String written, String back) {
    ask(START);
    sample(ids(withArguments(written)), 0);
    ask(after(START, withArguments(back), RESULT));
    assertEquals(FIRST, asked().branch());
  }

  @Test
  void otherNumbersAreOtherArguments() {
    ask(START);
    sample(ids(withArguments("{\"a\": 1.5, \"b\": 9007199254740993}")), 0);
    ask(after(START, withArguments("{\"a\": 1.25, \"b\": 9007199254740993}"), RESULT));
    assertEquals(new BranchId("e1.1"), asked().branch());
  }

  private static Message.Assistant withArguments(String argumentsJson) {
    ToolCall call = new ToolCall("call_0", "bash", argumentsJson);
    return new Message.Assistant("I look.", null, List.of(call));
  }

  @Test
  void otherTokensForTheSameTextAreKept() {
    ask(START);
    // The same text, cut into tokens as no tokenizer would.
    int[] said =
        FORMAT
            .renderTurn(CALL)
            .replace("<|im_end|>", "")
            .codePoints()
            .mapToObj(Character::toString)
            .flatMapToInt(c -> Arrays.stream(TOKENIZER.encode(c)))
            .toArray();
    int[] whole = Arrays.copyOf(said, said.length + 1);
    whole[said.length] = TOKENIZER.encode("<|im_end|>")[0];
    int prompt = ask(START).length;
    sample(whole, 0);
    int[] second = ask(after(START, CALL, RESULT));
    assertArrayEquals(whole, Arrays.copyOfRange(second, prompt, prompt + whole.length));
    assertEquals(Map.of(), ledger.drifts());
  }

  @Test
  void spansFollowTheMessages() {
    ask(START);
    sample(ids(CALL), 0);
    ask(after(START, CALL, RESULT));
    Message.Assistant done = new Message.Assistant("Done.", null, List.of());
    sample(ids(done), 1);
    Branch branch = only();
    assertEquals(
        List.of(
            Turn.Role.CONTEXT,
            Turn.Role.CONTEXT,
            Turn.Role.ASSISTANT,
            Turn.Role.TOOL,
            Turn.Role.ASSISTANT),
        branch.turns().stream().map(Turn::role).toList());
    assertEquals("Done.<|im_end|>", text(branch, branch.turns().get(4)));
    assertEquals(
        """

        <|im_start|>user
        <tool_response>
        a.txt
        </tool_response><|im_end|>
        <|im_start|>assistant
        """,
        text(branch, branch.turns().get(3)));
    assertEquals(
        List.of(0, 1),
        branch.turns().stream().filter(t -> t.modelCall() != null).map(Turn::modelCall).toList());
    Turn last = branch.turns().get(4);
    assertEquals(
        new VersionSpan(last.start(), last.end(), new PolicyVersion("p", 1)),
        branch.versions().get(1));
  }

  @Test
  void masksTellWhoseTokensTheyAre() {
    ask(START);
    sample(ids(CALL), 0);
    ask(after(START, CALL, RESULT));
    sample(ids(CALL), 1);
    ledger.markError(1, MaskReason.ERROR_STEP);
    Branch branch = only();
    byte[] reasons = branch.tokens().maskReasons();
    List<MaskReason> atStarts =
        branch.turns().stream().map(turn -> MaskReason.of(reasons[turn.start()])).toList();
    assertEquals(
        List.of(
            MaskReason.PROMPT,
            MaskReason.PROMPT,
            MaskReason.TRAINED,
            MaskReason.TOOL,
            MaskReason.ERROR_STEP),
        atStarts);
  }

  @Test
  void turnCutOffIsClosedByInjectedIds() {
    int prompt = ask(START).length;
    int[] whole = ids(CALL);
    int[] cut = Arrays.copyOf(whole, whole.length - 4);
    sample(cut, 0);
    Message.Assistant read =
        FORMAT.parse(TOKENIZER.decode(cut), "", List.of(), new CallIds()).message();
    ask(after(START, read, RESULT));
    sample(ids(CALL), 1);
    Branch branch = only();
    // As the template writes a call that was never closed.
    int closing = prompt + cut.length;
    assertArrayEquals(
        TOKENIZER.encode("</tool_call><|im_end|>"),
        Arrays.copyOfRange(branch.tokens().ids(), closing, closing + 2));
    assertEquals(MaskReason.INJECTED.code(), branch.tokens().maskReasons()[closing]);
    assertEquals(false, branch.tokens().sampled()[closing]);
  }

  @Test
  void promptWithoutAnswerLeavesNoTrace() {
    ask(START);
    sample(ids(CALL), 0);
    int[] asked = ask(after(START, CALL, RESULT));
    assertArrayEquals(asked, ask(after(START, CALL, RESULT)));
    int before = only().tokens().length();
    ask(after(START, CALL, RESULT, new Message.User("And?")));
    assertEquals(before, only().tokens().length());
  }

  @Test
  void rewrittenHistoryStartsABranchThatCopiesAndCounts() {
    ask(START);
    sample(ids(CALL), 0);
    List<Message> rewritten = List.of(START.get(0), new Message.User("Summary."), CALL, RESULT);
    ask(rewritten);
    assertEquals(new BranchId("e1.1"), asked().branch());
    sample(ids(CALL), 1);
    Branch second = ledger.branches().get(1);
    assertEquals(FIRST, second.parent());
    assertEquals(Map.of(BranchCause.HISTORY_REWRITTEN, 1), ledger.drifts());
    Turn copied = second.turns().get(2);
    assertEquals(MaskReason.COPIED_STEP.code(), second.tokens().maskReasons()[copied.start()]);
    assertEquals(false, second.tokens().sampled()[copied.start()]);
  }

  @Test
  void shortenedHistoryAndRewrittenTurnAreToldApart() {
    ask(START);
    sample(ids(CALL), 0);
    ask(START);
    sample(ids(CALL), 1);
    Message.Assistant other = new Message.Assistant("Edited.", null, CALL.toolCalls());
    ask(after(START, other, RESULT));
    sample(ids(CALL), 2);
    assertEquals(
        Map.of(BranchCause.HISTORY_SHORTENED, 1, BranchCause.TURN_REWRITTEN, 1), ledger.drifts());
    assertEquals(
        List.of("e1", "e1.1", "e1.2"),
        ledger.branches().stream().map(branch -> branch.id().value()).toList());
  }

  @Test
  void logprobsStandAtTheirTokens() {
    int prompt = ask(START).length;
    int[] said = ids(CALL);
    float[] logprobs = new float[said.length];
    Arrays.fill(logprobs, -0.5f);
    ledger.sampled(asked(), new SampledTurn(said, logprobs, List.of(), 0, Fidelity.TOKEN_EXACT));
    float[] stored = only().tokens().logprobs();
    assertEquals(-0.5f, stored == null ? 0 : stored[prompt]);
    assertEquals(true, stored != null && Float.isNaN(stored[prompt - 1]));
  }

  @Test
  void turnWithoutLogprobsHasNoneWhileTheOthersKeepTheirs() {
    ask(START);
    int[] said = ids(CALL);
    ledger.sampled(
        asked(), new SampledTurn(said, new float[said.length], List.of(), 0, Fidelity.TOKEN_EXACT));
    ask(after(START, CALL, RESULT));
    sample(said, 1);
    float[] stored = only().tokens().logprobs();
    assertEquals(true, stored != null && Float.isNaN(stored[stored.length - 1]));
  }

  @Test
  void markOfATurnThatIsOnNoBranchIsABug() {
    assertThrows(IllegalArgumentException.class, () -> ledger.markError(7, MaskReason.ERROR_STEP));
  }

  @Test
  void noTurnMeansNoBranch() {
    ask(START);
    assertEquals(List.of(), ledger.branches());
  }
}
