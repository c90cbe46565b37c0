package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LedgerPropertiesTest {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final Tokenizer TOKENIZER = FORMAT.tokenizer();
  private static final String STOP = "<|im_end|>";

  /// One turn as an engine samples it, and what comes back.
  ///
  /// @param cut how many ids it lost at its end
  record Round(String text, int cut, List<Message> results) {
    int[] ids() {
      int[] all = TOKENIZER.encode(text);
      return Arrays.copyOf(all, Math.max(0, all.length - cut));
    }
  }

  @Provide
  Arbitrary<List<Message>> conversations() {
    return Conversations.conversations();
  }

  @Provide
  Arbitrary<List<Round>> rounds() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Conversations.turns().map(FORMAT::renderTurn),
            Conversations.markup().map(text -> text + STOP));
    Arbitrary<Integer> cuts =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 40));
    Arbitrary<Message> result =
        Arbitraries.oneOf(
            Conversations.text().map(Message.User::new),
            Conversations.markup().map(text -> new Message.ToolResult("c", "bash", text)));
    return Combinators.combine(texts, cuts, result.list().ofMaxSize(3))
        .as(Round::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Property(seed = "31", tries = 300)
  void noSentOrSampledIdEverChangesAndTheIdsReadAsTheConversation(
      @ForAll("conversations") List<Message> start, @ForAll("rounds") List<Round> rounds) {
    Ledger ledger = new Ledger(FORMAT, new BranchId("e"));
    List<Message> messages = new ArrayList<>(start);
    String text = FORMAT.render(Conversation.of(messages, List.of()), GenerationPrompt.OPEN);
    int[] known = {};
    for (int i = 0; i < rounds.size(); i++) {
      Prompt asked = ledger.prompt(PromptRequest.of(messages, List.of()));
      int[] prompt = asked.ids();
      assertArrayEquals(known, Arrays.copyOf(prompt, known.length));
      assertEquals(text, TOKENIZER.decode(prompt));
      int[] said = rounds.get(i).ids();
      ledger.sampled(asked, new SampledTurn(said, null, List.of(), i, Fidelity.TOKEN_EXACT));
      known = joined(prompt, said);
      String read = TOKENIZER.decode(said);
      Message.Assistant answer = FORMAT.parse(read, "", List.of(), new CallIds()).message();
      String before = FORMAT.render(Conversation.of(messages, List.of()), GenerationPrompt.OPEN);
      messages.add(answer);
      String kept = FORMAT.render(Conversation.of(messages, List.of()), GenerationPrompt.NONE);
      messages.addAll(rounds.get(i).results());
      String whole = FORMAT.render(Conversation.of(messages, List.of()), GenerationPrompt.OPEN);
      // A turn that was cut off is ended as the template would have written it, where it can be.
      String turn = kept.substring(before.length(), kept.lastIndexOf(STOP)) + STOP;
      text += turn.startsWith(read) ? turn : read + (read.endsWith(STOP) ? "" : STOP);
      text += "\n" + whole.substring(kept.length());
    }
    Branch branch = ledger.branches().get(0);
    assertArrayEquals(known, branch.tokens().ids());
    assertEquals(Map.of(), ledger.drifts());
  }

  private static int[] joined(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
