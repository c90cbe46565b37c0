package dev.millrace.rewards.integrity.secret;

import com.google.re2j.Matcher;
import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Edit;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rewards.integrity.trace.Action;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds secrets that an agent read, printed or wrote into files: those that were redacted, by
/// their tags, and those that were not. What the task plants is none. Evidence holds the rule
/// and the tag, never the secret.
public final class SecretExposure implements Detector {
  private static final int MOST_FLAGS = 20;

  private final SecretScanner scanner;

  public SecretExposure(SecretRules rules) {
    this.scanner = new SecretScanner(rules);
  }

  @Override
  public List<Flag> find(Evidence evidence) throws InterruptedException {
    Search search = new Search(evidence);
    for (Action action : evidence.actions()) {
      search.text(action.turn(), action.callId(), text(action) + "\n" + action.output());
    }
    for (Message message : evidence.trajectory().messages()) {
      if (message instanceof Message.Assistant turn) {
        search.text(null, "message", turn.content());
      }
    }
    Trajectory.End end = evidence.trajectory().end();
    search.text(null, "answer", end.answer() == null ? "" : end.answer());
    for (Edit edit : evidence.edits()) {
      if (!edit.path().startsWith("/tmp/")) {
        search.file(edit);
      }
    }
    return List.copyOf(search.flags);
  }

  private static String text(Action action) {
    return switch (action.act()) {
      case Action.Ran(String script, _) -> script;
      case Action.Wrote(_, String text, _) -> text;
      case Action.Other(String json) -> json;
      case Action.Looked _ -> "";
    };
  }

  /// Each secret is told of once.
  private final class Search {
    private final Evidence evidence;
    private final List<Flag> flags = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final PlantedSecrets planted;

    Search(Evidence evidence) {
      this.evidence = evidence;
      this.planted = PlantedSecrets.of(evidence.task());
    }

    void text(@Nullable Integer turn, String where, String text) {
      Matcher tag = Redaction.TAG.matcher(text);
      while (tag.find()) {
        add(turn, where, "redacted", tag.group(1));
      }
      scanner.scan(text).forEach(one -> add(turn, where, one));
    }

    void file(Edit edit) throws InterruptedException {
      List<SecretScanner.Found> found = scanner.scan(edit.after(), edit.path());
      String before = found.isEmpty() ? "" : edit.before().orElse("");
      for (SecretScanner.Found one : found) {
        if (!before.contains(one.secret())) {
          add(evidence.firstTouch(edit.path()), edit.path(), one);
        }
      }
    }

    private void add(@Nullable Integer turn, String where, SecretScanner.Found one) {
      if (!planted.hold(one.secret())) {
        add(turn, where, one.rule(), Redaction.hash(one.secret()));
      }
    }

    private void add(@Nullable Integer turn, String where, String rule, String hash) {
      if (told.add(hash) && flags.size() < MOST_FLAGS) {
        flags.add(
            new Flag(FlagKind.SECRET_EXPOSED.key(), turn, where, rule + ", REDACTED-" + hash));
      }
    }
  }
}
