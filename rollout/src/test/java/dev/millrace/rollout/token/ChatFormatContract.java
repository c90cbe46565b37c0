package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What every chat format keeps.
public abstract class ChatFormatContract {
  protected abstract ChatFormat format();

  /// Turns that the format can write without loss.
  @Provide
  protected Arbitrary<Message.Assistant> turns() {
    return Conversations.turns();
  }

  @Provide
  Arbitrary<List<Message>> conversations() {
    return Conversations.conversations();
  }

  @Provide
  Arbitrary<String> markup() {
    return Conversations.markup();
  }

  @Property(seed = "11", tries = 300)
  void wellFormedTurnReadsBackAsItself(@ForAll("turns") Message.Assistant turn) {
    ParsedTurn parsed = format().parse(format().renderTurn(turn), "", List.of(), new CallIds());
    assertEquals(turn, parsed.message());
    assertEquals(Map.of(), parsed.malformed());
  }

  @Property(seed = "12", tries = 1000)
  void anySampledTextIsReadAndKeepsItsMeaningWhenRenderedAgain(@ForAll("markup") String text) {
    ParsedTurn parsed = format().parse(text, "", List.of(), new CallIds());
    // Text after a call moves before it, and cannot be told from markup when it begins like it.
    Assume.that(!parsed.message().content().stripLeading().startsWith("<"));
    String rendered = format().renderTurn(parsed.message());
    ParsedTurn again = format().parse(rendered, "", List.of(), new CallIds());
    assertEquals(parsed.message().toolCalls().size(), again.message().toolCalls().size());
    for (int i = 0; i < parsed.message().toolCalls().size(); i++) {
      ToolCall call = parsed.message().toolCalls().get(i);
      if (parsed.malformed().containsKey(call.id())) {
        assertTrue(rendered.contains(call.argumentsJson()));
      } else {
        assertEquals(call, again.message().toolCalls().get(i));
      }
    }
  }

  @Property(seed = "13", tries = 200)
  void tokensOfARenderingDecodeToIt(@ForAll("conversations") List<Message> messages) {
    String text = format().render(Conversation.of(messages, List.of()), GenerationPrompt.OPEN);
    Tokenizer tokenizer = format().tokenizer();
    assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
  }

  @Property(seed = "14", tries = 200)
  void assistantTurnStandsBetweenItsGenerationPromptAndTheRest(
      @ForAll("conversations") List<Message> messages, @ForAll("turns") Message.Assistant turn) {
    String before = format().render(Conversation.of(messages, List.of()), GenerationPrompt.OPEN);
    List<Message> more = new ArrayList<>(messages);
    more.add(turn);
    String after = format().render(Conversation.of(more, List.of()), GenerationPrompt.NONE);
    assertTrue(after.startsWith(before + format().renderTurn(turn)));
  }
}
