package dev.millrace.rollout.token;

import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.token.Splicer.Joint;
import dev.millrace.rollout.token.Splicer.Seam;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A short stand-in for a long history, behind which a turn and what follows it render as they do
/// behind the whole: of each kind of message that templates look back to, one. Whether a template
/// allows that is proven by [#isProven] before it is relied on.
final class Window {
  private static final Message SYSTEM = new Message.SystemPrompt("s");
  private static final Message USER = new Message.User("u");
  private static final String ID = "functions.probe:0";
  private static final List<ToolCall> CALL = List.of(new ToolCall(ID, "probe", "{}"));
  private static final Message RESULT = new Message.ToolResult(ID, "probe", "o");

  private Window() {}

  /// @return the stand-in, or the history itself when it is no longer
  static List<Message> of(List<Message> sent) {
    int question = last(sent, Message.User.class::isInstance);
    if (question < 0) {
      return sent;
    }
    List<Message> window = new ArrayList<>();
    if (sent.getFirst() instanceof Message.SystemPrompt) {
      window.add(SYSTEM);
    }
    window.add(USER);
    // Some templates show thinking until the next answer, others until the next question.
    int answer = last(sent.subList(0, question), Window::isAnswer);
    List<Message> unanswered = sent.subList(answer + 1, question);
    if (unanswered.stream().anyMatch(Assistant.class::isInstance)) {
      addKinds(window, unanswered);
      window.add(USER);
    }
    addKinds(window, sent.subList(question + 1, sent.size()));
    return window.size() < sent.size() ? window : sent;
  }

  private static boolean isAnswer(Message message) {
    return message instanceof Assistant turn && turn.toolCalls().isEmpty();
  }

  /// One turn of each kind, with its result.
  private static void addKinds(List<Message> window, List<Message> since) {
    since.stream()
        .filter(Assistant.class::isInstance)
        .map(turn -> kind((Assistant) turn))
        .distinct()
        .forEach(
            turn -> {
              window.add(turn);
              if (!turn.toolCalls().isEmpty()) {
                window.add(RESULT);
              }
            });
  }

  /// What of a turn may make a template write it otherwise later: that it thinks, speaks or acts,
  /// and white space around what it says.
  private static Assistant kind(Assistant turn) {
    String content = turn.content();
    String said = content.strip();
    int start = content.indexOf(said);
    return new Assistant(
        said.isEmpty()
            ? content
            : content.substring(0, start) + "c" + content.substring(start + said.length()),
        Reasonings.isSome(turn) ? "r" : null,
        turn.toolCalls().isEmpty() ? List.of() : CALL);
  }

  private static int last(List<Message> messages, Predicate<Message> which) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (which.test(messages.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /// Whether all probes come out behind the stand-in as behind the whole history.
  static boolean isProven(Splicer splicer, List<Seam> probes) {
    boolean isAnySpliced = false;
    for (Seam probe : probes) {
      Joint whole = joint(splicer, probe);
      if (whole != null) {
        Joint window = joint(splicer, probe.behind(of(probe.sent())));
        if (window == null || !same(whole, window)) {
          return false;
        }
        isAnySpliced |= whole instanceof Joint.Splice;
      }
    }
    return isAnySpliced;
  }

  /// @return null where the template refuses the conversation
  private static @Nullable Joint joint(Splicer splicer, Seam seam) {
    try {
      return splicer.join(seam);
    } catch (TemplateException e) {
      return null;
    }
  }

  static boolean same(Joint whole, Joint window) {
    return switch (whole) {
      case Joint.Broken _ -> window instanceof Joint.Broken;
      case Joint.Splice one ->
          window instanceof Joint.Splice other
              && one.closing().equals(other.closing())
              && one.added().equals(other.added())
              && one.before().equals(other.before());
    };
  }
}
