package dev.millrace.rollout.token;

import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.token.Splicer.Joint;
import dev.millrace.rollout.token.Splicer.Seam;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A short stand-in for a long history, behind which a turn and what follows it render as they do
/// behind the whole: of each kind of message that templates look back to, one. Whether a template
/// allows that is proven by [#isProven] before it is relied on.
final class Window {
  private static final Message SYSTEM = new Message.SystemPrompt("s");
  private static final Message USER = new Message.User("u");
  private static final String ID = "functions.probe:0";
  private static final List<ToolCall> CALL = List.of(new ToolCall(ID, "probe", "{}"));
  private static final Message ACTED = new Assistant("", null, CALL);
  private static final Message THOUGHT = new Assistant("", "r", CALL);
  private static final Message RESULT = new Message.ToolResult(ID, "probe", "o");

  private Window() {}

  /// @return the stand-in, or the history itself when it is no longer
  static List<Message> of(List<Message> sent) {
    int question = lastUser(sent);
    if (question < 0) {
      return sent;
    }
    List<Message> window = new ArrayList<>();
    if (sent.getFirst() instanceof Message.SystemPrompt) {
      window.add(SYSTEM);
    }
    window.add(USER);
    List<Message> since = sent.subList(question + 1, sent.size());
    if (since.stream().anyMatch(Assistant.class::isInstance)) {
      window.add(since.stream().anyMatch(Reasonings::isSome) ? THOUGHT : ACTED);
      window.add(RESULT);
    }
    return window.size() < sent.size() ? window : sent;
  }

  private static int lastUser(List<Message> sent) {
    for (int i = sent.size() - 1; i >= 0; i--) {
      if (sent.get(i) instanceof Message.User) {
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
