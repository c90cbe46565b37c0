package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.token.ChatFormat.CallIds;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
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
    Ledger ledger = new Ledger(FORMAT, new BranchId("e"), List.of());
    List<Message> messages = new ArrayList<>(start);
    String text = FORMAT.render(messages, List.of(), GenerationPrompt.OPEN);
    int[] known = {};
    for (int i = 0; i < rounds.size(); i++) {
      int[] prompt = ledger.prompt(messages);
      assertArrayEquals(known, Arrays.copyOf(prompt, known.length));
      assertEquals(text, TOKENIZER.decode(prompt));
      int[] said = rounds.get(i).ids();
      ledger.sampled(said, null, List.of(), i);
      known = joined(prompt, said);
      String read = TOKENIZER.decode(said);
      Message.Assistant turn = FORMAT.parse(read, new CallIds()).message();
      messages.add(turn);
      String kept = FORMAT.render(messages, List.of(), GenerationPrompt.NONE);
      messages.addAll(rounds.get(i).results());
      String whole = FORMAT.render(messages, List.of(), GenerationPrompt.OPEN);
      text += read + (read.endsWith(STOP) ? "" : STOP) + "\n" + whole.substring(kept.length());
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
