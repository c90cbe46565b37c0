package dev.millrace.orchestrator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TurnTest {
  @Test
  void eachEventIsToldByTheIdItComesOf() {
    ChatFormat format = ChatFormats.bundled();
    Turn turn = Turn.of(format, "The tests pass, and naïve it is not: 🙂.");
    StringBuilder told = new StringBuilder();
    int from = 0;
    for (int index : turn.told()) {
      told.append(format.tokenizer().decode(Arrays.copyOfRange(turn.ids(), from, index + 1)));
      from = index + 1;
    }
    assertEquals("The tests pass, and naïve it is not: 🙂.", told.toString());
    assertEquals(turn.ids().length, turn.sampled().ids().length);
  }
}
