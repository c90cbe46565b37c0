package dev.millrace.rollout.gateway;

import dev.millrace.rollout.harness.repetition.Move;
import dev.millrace.rollout.harness.repetition.Moves;
import dev.millrace.rollout.harness.repetition.Repetition;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches an agent's conversations for turns that repeat themselves. Nothing can be put into a
/// conversation that the agent keeps, so it is not warned, and its episode ends where that of a
/// warned agent would: at the second sighting. Used under the session's lock.
final class Repeats {
  /// Conversations that are watched at the same time: the work, and sub-agents.
  private static final int MOST = 8;

  private final Vigilance vigilance;
  private final List<Line> lines = new ArrayList<>();
  private @Nullable Sighting last;

  Repeats(Vigilance vigilance) {
    this.vigilance = vigilance;
  }

  /// One conversation, as it was when it was last heard.
  private static final class Line {
    private final Repetition repetition;
    private List<Message> heard = List.of();
    private boolean isSuspect;

    Line(Repetition repetition) {
      this.repetition = repetition;
    }

    boolean isContinuedBy(List<Message> conversation) {
      return conversation.size() >= heard.size()
          && conversation.subList(0, heard.size()).equals(heard);
    }
  }

  /// What ends the episode, or null.
  @Nullable Sighting last() {
    return last;
  }

  /// Hears of a request that is part of the work.
  void hear(List<Message> conversation) {
    if (last != null
        || !(vigilance instanceof Vigilance.Watching(var bounds, Vigilance.Then then))
        || then == Vigilance.Then.NOTHING) {
      return;
    }
    Line line =
        lines.stream()
            .filter(known -> known.isContinuedBy(conversation))
            .findFirst()
            .orElseGet(() -> open(new Line(new Repetition(bounds))));
    List<Message> newer = conversation.subList(line.heard.size(), conversation.size());
    for (Move move : Moves.of(newer, Map.of())) {
      Optional<Sighting> sighting = line.repetition.add(move);
      if (sighting.isPresent()) {
        last = line.isSuspect ? sighting.get() : last;
        line.isSuspect = true;
        line.repetition.forget();
      }
    }
    line.heard = List.copyOf(conversation);
  }

  private Line open(Line line) {
    if (lines.size() == MOST) {
      lines.removeFirst();
    }
    lines.add(line);
    return line;
  }
}
