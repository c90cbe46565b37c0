package dev.millrace.rollout.token;

import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds what a conversation adds behind a sampled turn, by rendering. The turn itself is never
/// rendered into ids.
final class Splicer {
  private static final String MARK = StopProbe.MARK;
  private static final String LAST_MARK = MARK + "end";

  private final ChatFormat format;
  private final StopTexts stops;
  private final Map<Map<String, Object>, Boolean> windowed = new ConcurrentHashMap<>();

  Splicer(ChatFormat format, StopTexts stops) {
    this.format = format;
    this.stops = stops;
  }

  /// A chain's last turn and what follows it.
  ///
  /// @param sent what stood before the turn
  /// @param turn as sampled
  /// @param sampledText its text
  /// @param more what follows it
  /// @param before how `sent` was rendered for the turn
  /// @param now how all of it is rendered
  record Seam(
      List<Message> sent,
      Assistant turn,
      String sampledText,
      List<Message> more,
      Conversation before,
      Conversation now) {
    static Seam of(Conversation before, Assistant turn, String sampledText, Conversation now) {
      int next = before.messages().size() + 1;
      List<Message> more = now.messages().subList(next, now.messages().size());
      return new Seam(before.messages(), turn, sampledText, more, before, now);
    }

    /// The same turn behind other messages.
    Seam behind(List<Message> others) {
      return new Seam(
          others, turn, sampledText, more, before.with(others), now.with(all(others, turn)));
    }

    /// Whether tools and options are as they were: else what was sent may read otherwise anywhere.
    boolean isRenderedAlike() {
      return before.tools().equals(now.tools())
          && before.templateArguments().equals(now.templateArguments());
    }

    List<Message> all(List<Message> start, Assistant middle) {
      List<Message> all = new ArrayList<>(start);
      all.add(middle);
      all.addAll(more);
      return all;
    }
  }

  /// What to do at a seam.
  sealed interface Joint {
    /// @param closing text that ends a turn that was cut off, or empty
    /// @param text the rendering of [Seam#now]
    /// @param from where in it the new part begins
    /// @param before the text before it, which ends the turn
    record Splice(String closing, String text, int from, String before) implements Joint {
      String added() {
        return text.substring(from);
      }
    }

    /// The template no longer shows what was sent or sampled.
    record Broken(BranchCause cause) implements Joint {}
  }

  static Splicer of(ChatFormat format) {
    return format instanceof TemplateFormat template
        ? template.splicer()
        : new Splicer(format, StopProbe.of(format, null));
  }

  /// A joint in the rendering of a seam.
  record Spliced(Seam seam, Joint joint) {}

  /// Behind a short stand-in for the history where the template allows that, so that the work does
  /// not grow with it.
  ///
  /// @throws dev.millrace.rollout.template.TemplateException when the template refuses it
  Spliced splice(Seam seam) {
    if (seam.isRenderedAlike() && windowed(seam.now().templateArguments())) {
      Seam window = seam.behind(Window.of(seam.sent()));
      try {
        return new Spliced(window, join(window));
      } catch (TemplateException e) {
        // Refused as no probe was: the whole says whether it is the conversation's own fault.
        return new Spliced(seam, join(seam));
      }
    }
    return new Spliced(seam, join(seam));
  }

  /// Whether a short stand-in is as good as the whole history; found out at the first question.
  ///
  /// @param arguments the template's variables: a template may look back under some alone
  boolean windowed(Map<String, Object> arguments) {
    Boolean known = windowed.get(arguments);
    if (known == null) {
      known = Window.isProven(this, WindowProbes.of(arguments));
      windowed.put(arguments, known);
    }
    return known;
  }

  Joint join(Seam seam) {
    String sent = format.render(seam.before(), GenerationPrompt.OPEN);
    String text = format.render(seam.now(), GenerationPrompt.OPEN);
    if (!text.startsWith(sent)) {
      return new Joint.Broken(BranchCause.TEMPLATE_REWRITES);
    }
    String stop = stops.ending(seam.sampledText());
    if (stop != null && text.startsWith(seam.sampledText(), sent.length())) {
      return new Joint.Splice("", text, sent.length() + seam.sampledText().length(), stop);
    }
    return rendered(seam, sent, text, stop);
  }

  /// The turn does not read as the template writes it, or was cut off.
  private Joint rendered(Seam seam, String sent, String text, @Nullable String stop) {
    StopTexts.Found end = end(seam, sent, text);
    if (end == null || (stop != null && !stop.equals(end.text()))) {
      return new Joint.Broken(BranchCause.TEMPLATE_REWRITES);
    }
    String region = text.substring(sent.length(), end.at());
    if (!shows(region, seam.turn().reasoning())) {
      return new Joint.Broken(BranchCause.THINKING_DROPPED);
    }
    if (!shows(region, seam.turn().content())) {
      return new Joint.Broken(BranchCause.TEMPLATE_REWRITES);
    }
    String closing = stop != null ? "" : closing(seam.sampledText(), region, end.text());
    return new Joint.Splice(closing, text, end.end(), end.text());
  }

  private static String closing(String sampled, String region, String stop) {
    return region.startsWith(sampled) ? region.substring(sampled.length()) + stop : stop;
  }

  private static boolean shows(String region, @Nullable String part) {
    return part == null || region.contains(part.strip());
  }

  /// Where the turn ends in a rendering, found by rendering a turn of the same make whose last word
  /// is known.
  private StopTexts.@Nullable Found end(Seam seam, String sent, String text) {
    Assistant likeness = likeness(seam.turn());
    String marked =
        format.render(seam.now().with(seam.all(seam.sent(), likeness)), GenerationPrompt.OPEN);
    if (!marked.startsWith(sent)) {
      return null;
    }
    int mark = marked.indexOf(LAST_MARK, sent.length());
    int from = mark < 0 ? sent.length() : mark + LAST_MARK.length();
    StopTexts.Found stop = stops.first(marked, from);
    if (stop == null) {
      return null;
    }
    String rest = marked.substring(stop.at());
    int at = text.length() - rest.length();
    return at >= sent.length() && text.endsWith(rest) ? new StopTexts.Found(stop.text(), at) : null;
  }

  private static Assistant likeness(Assistant turn) {
    boolean hasCalls = !turn.toolCalls().isEmpty();
    boolean hasContent = !turn.content().isEmpty();
    String reasoning = turn.reasoning();
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; i < turn.toolCalls().size(); i++) {
      ToolCall call = turn.toolCalls().get(i);
      String mark = i == turn.toolCalls().size() - 1 ? LAST_MARK : MARK;
      calls.add(new ToolCall(call.id(), call.name(), "{\"" + MARK + "\": \"" + mark + "\"}"));
    }
    return new Assistant(
        hasContent ? (hasCalls ? MARK : LAST_MARK) : "",
        reasoning == null || reasoning.isBlank()
            ? reasoning
            : (hasCalls || hasContent ? MARK : LAST_MARK),
        calls);
  }
}
