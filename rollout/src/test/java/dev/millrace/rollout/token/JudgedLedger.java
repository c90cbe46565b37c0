package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.token.SpliceOracle.Known;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A ledger whose every prompt is held against what is known of its branches.
final class JudgedLedger {
  private final ChatFormat format;
  private final AgentTurns turns;
  private final SpliceOracle oracle;
  private final Ledger ledger;
  private final CallIds callIds = new CallIds();
  private final Map<BranchId, Known> known = new LinkedHashMap<>();
  private final Map<BranchId, SampledFacts> facts = new HashMap<>();
  private final Map<BranchCause, Integer> causes = new EnumMap<>(BranchCause.class);
  private int calls;
  private int continued;

  JudgedLedger(ChatFormat format, AgentTurns turns) {
    this.format = format;
    this.turns = turns;
    this.oracle = new SpliceOracle(format);
    this.ledger = new Ledger(format, new BranchId("e"));
  }

  /// How often a chain went on.
  int continued() {
    return continued;
  }

  /// What is asked, by the agent that knows all thinking.
  ///
  /// @param echoed the same as the client writes it
  /// @param expected why a branch has to start where no chain can be meant to go on, or null where
  ///     that depends on what was asked before
  record Ask(PromptRequest whole, List<Message> echoed, @Nullable BranchCause expected) {
    PromptRequest sent() {
      return new PromptRequest(echoed, whole.tools(), whole.options(), whole.purpose());
    }
  }

  /// Asks and samples.
  ///
  /// @return the conversation with its new turn, or null where the template refuses it
  @Nullable List<Message> turn(Ask ask) {
    PromptRequest whole = ask.whole();
    Conversation now =
        new Conversation(whole.messages(), whole.tools(), format.arguments(whole.options()));
    Prompt prompt;
    try {
      prompt = ledger.prompt(ask.sent());
    } catch (TemplateException e) {
      assertThrows(TemplateException.class, () -> oracle.render(now));
      return null;
    }
    boolean goesOn = known.containsKey(prompt.branch());
    judge(prompt, now, ask);
    if (goesOn) {
      continued++;
    } else {
      causes.merge(prompt.cause(), 1, Integer::sum);
    }
    return sampled(prompt, now, whole.purpose());
  }

  private void judge(Prompt prompt, Conversation now, Ask ask) {
    Purpose purpose = ask.whole().purpose();
    String where = "call " + calls + ", " + purpose + ", " + now.messages().size() + " messages";
    List<Known> best = best(now.messages(), purpose);
    assertEquals(Tokens.prefixDigest(prompt.ids(), prompt.length()), prompt.digest(), where);
    Known on = known.get(prompt.branch());
    if (on != null) {
      assertTrue(best.contains(on), () -> where + ": no conversation of " + on.id());
      assertEquals(null, oracle.breakBehind(on, now), () -> where + oracle.seen(on, now));
      assertArrayEquals(on.ids(), Arrays.copyOf(prompt.ids(), on.ids().length), where);
      oracle.assertAdded(on, now, prompt.ids());
      return;
    }
    assertEquals(oracle.render(now), format.tokenizer().decode(prompt.ids()), where);
    if (purpose == Purpose.SIDE_CALL) {
      assertEquals(BranchCause.SIDE_CALL, prompt.cause(), where);
    } else if (known.values().stream().allMatch(one -> one.purpose() == Purpose.SIDE_CALL)) {
      assertEquals(BranchCause.FIRST, prompt.cause(), where);
    } else if (!best.isEmpty()) {
      Known broken = best.getLast();
      assertEquals(
          oracle.breakBehind(broken, now), prompt.cause(), () -> where + oracle.seen(broken, now));
    } else if (ask.expected() != null) {
      assertEquals(ask.expected(), prompt.cause(), where);
    }
  }

  /// The branches that it can only mean to continue.
  private List<Known> best(List<Message> asked, Purpose purpose) {
    boolean isWork =
        purpose == Purpose.MAIN || purpose == Purpose.COMPACTION || purpose == Purpose.NEXT_STEP;
    List<Known> fits =
        known.values().stream()
            .filter(one -> mayFollow(one.purpose(), purpose))
            .filter(one -> isWork || one.isContinuedBy(asked))
            .toList();
    int most = fits.stream().mapToInt(one -> one.common(asked)).max().orElse(0);
    return fits.stream()
        .filter(one -> one.common(asked) == most && one.isContinuedBy(asked))
        .toList();
  }

  private static boolean mayFollow(Purpose earlier, Purpose now) {
    return switch (now) {
      case SIDE_CALL -> earlier == Purpose.SIDE_CALL;
      case SUB_AGENT -> earlier == Purpose.SUB_AGENT;
      case MAIN, COMPACTION, NEXT_STEP -> earlier != Purpose.SIDE_CALL;
    };
  }

  private List<Message> sampled(Prompt prompt, Conversation now, Purpose purpose) {
    int[] said = turns.next(prompt, now.tools());
    SampledFacts turn = SampledFacts.ofTurn(calls, said.length);
    BranchId branch =
        ledger.sampled(
            prompt,
            new SampledTurn(said, turn.reported(), turn.versions(), calls++, Fidelity.TOKEN_EXACT));
    assertEquals(prompt.branch(), branch);
    SampledFacts earlier = facts.getOrDefault(branch, SampledFacts.NONE);
    facts.put(branch, earlier.with(turn, prompt.length()));
    String text = format.tokenizer().decode(said);
    List<Message> talk = new ArrayList<>(now.messages());
    talk.add(format.parse(text, prompt.textTail(), now.tools(), callIds).message());
    int[] ids = Arrays.copyOf(prompt.ids(), prompt.length() + said.length);
    System.arraycopy(said, 0, ids, prompt.length(), said.length);
    Known before = known.remove(branch);
    Purpose of = prompt.cause() == BranchCause.SUB_AGENT ? Purpose.SUB_AGENT : purpose;
    known.put(
        branch,
        new Known(
            branch,
            List.copyOf(talk),
            now,
            before == null ? of : before.purpose(),
            text,
            format.tokenizer().decode(ids),
            ids));
    return talk;
  }

  private static boolean isStart(BranchCause cause) {
    return cause == BranchCause.FIRST || cause == BranchCause.SIDE_CALL;
  }

  /// No id changed, each is marked as what it is, and all branches are counted.
  void assertStored() {
    List<Branch> branches = ledger.branches();
    assertEquals(known.size(), branches.size());
    for (Branch branch : branches) {
      Known one = Objects.requireNonNull(known.get(branch.id()), "nobody asked for it");
      assertArrayEquals(one.ids(), branch.tokens().ids());
      assertTrue(branch.parent() != null || isStart(branch.origin().cause()));
      SampledFacts expected = Objects.requireNonNull(facts.get(branch.id()));
      assertArrayEquals(expected.reported(), branch.tokens().logprobs());
      assertEquals(expected.versions(), branch.versions());
      boolean[] sampled = branch.tokens().sampled();
      byte[] reasons = branch.tokens().maskReasons();
      for (int i = 0; i < sampled.length; i++) {
        assertEquals(sampled[i], reasons[i] == MaskReason.TRAINED.code());
      }
    }
    Map<BranchCause, Integer> drifts = new EnumMap<>(causes);
    drifts.remove(BranchCause.FIRST);
    assertEquals(drifts, ledger.drifts());
  }
}
