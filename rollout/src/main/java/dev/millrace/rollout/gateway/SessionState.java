package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.SideCalls.Work;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.Ledger;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// What a session knows of its episode. Any thread may use it; one lock, nothing waits under it.
final class SessionState {
  /// A title is no essay.
  private static final int SIDE_TOKENS = 1024;

  private static final int MOST_SIDE_CALLS = 1000;

  private final GatewayEpisode episode;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Instant startedAt;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<ModelCall> calls = new ArrayList<>();
  private final Counts counts = new Counts();
  private final Counts sideCalls = new Counts();
  private final Memory memory = new Memory();
  private final Echoes echoes = new Echoes();
  private final Repeats repeats;
  private List<Message> messages = List.of();
  private List<ToolSpec> tools = List.of();
  private Work work = new Work(false, null);
  private @Nullable Failure failure;
  private int sides;
  private long sampled;

  SessionState(GatewayEpisode episode, Ledger ledger, InstantSource clock) {
    this.episode = episode;
    this.ledger = ledger;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.repeats = new Repeats(episode.vigilance());
  }

  /// A turn that was committed, as it goes into the record.
  ///
  /// @param answer the answer's id
  /// @param conversation what was asked
  /// @param given the turn as the agent gets it
  /// @param said the turn as the model wrote it
  /// @param change how the two differ
  /// @param cause of the turn's branch
  /// @param side the kind of side call, or null
  record Committed(
      String answer,
      List<Message> conversation,
      List<ToolSpec> tools,
      Assistant given,
      Assistant said,
      Change change,
      BranchCause cause,
      @Nullable String side) {}

  /// How the turn that the agent gets differs from the model's.
  ///
  /// @param malformed calls that could not be read
  /// @param withheld calls that the agent does not accept
  /// @param isStopped whether it is cut before a stop sequence
  record Change(int malformed, int withheld, boolean isStopped) {
    boolean isNone() {
      return malformed == 0 && withheld == 0 && !isStopped;
    }
  }

  void count(String name) {
    lock.lock();
    try {
      counts.add(name);
    } finally {
      lock.unlock();
    }
  }

  Work work() {
    lock.lock();
    try {
      return work;
    } finally {
      lock.unlock();
    }
  }

  List<Message> resolve(Ask ask) {
    lock.lock();
    try {
      return echoes.restored(memory.resolve(ask.wishes().previous(), ask.messages()));
    } finally {
      lock.unlock();
    }
  }

  /// Hears of a request that is part of the work.
  ///
  /// @throws Problem when the agent goes round in circles or stands still
  void heed(List<Message> conversation) {
    lock.lock();
    try {
      repeats.hear(conversation);
      Sighting repetition = repeats.last();
      if (repetition != null) {
        throw new Problem(
            Problem.Kind.LIMIT,
            repetition.text() + ", and not for the first time; there are no more turns");
      }
    } finally {
      lock.unlock();
    }
  }

  /// What a turn may use.
  ///
  /// @throws Problem when a limit of the episode is reached
  Allowance allowance(Ask ask, boolean isSide) {
    Limits limits = episode.limits();
    Duration left = limits.wallTime().minus(Duration.between(startedAt, clock.instant()));
    lock.lock();
    try {
      int turns = calls.size() - sides;
      if (isSide ? sides >= MOST_SIDE_CALLS : turns >= limits.turns()) {
        throw limit(isSide ? "side calls" : "model calls", isSide ? MOST_SIDE_CALLS : turns);
      }
      if (sampled >= limits.tokens()) {
        throw limit("sampled tokens", limits.tokens());
      }
      if (!left.isPositive()) {
        throw limit("seconds", limits.wallTime().toSeconds());
      }
      Integer asked = ask.wishes().maxTokens();
      long most = Math.min(limits.tokens() - sampled, isSide ? SIDE_TOKENS : Integer.MAX_VALUE);
      return new Allowance((int) Math.min(most, asked == null ? most : asked), left);
    } finally {
      lock.unlock();
    }
  }

  private static Problem limit(String what, long used) {
    return new Problem(
        Problem.Kind.LIMIT,
        "this episode's limit of " + used + " " + what + " is reached; there are no more turns");
  }

  /// Commits a turn.
  ///
  /// @param write puts the turn of that number into the ledger and says what call it was
  ModelCall commit(Committed turn, IntFunction<ModelCall> write) {
    lock.lock();
    try {
      ModelCall call = write.apply(calls.size());
      calls.add(call);
      List<Message> all = new ArrayList<>(turn.conversation());
      all.add(turn.given());
      memory.keep(turn.answer(), List.copyOf(all));
      count(turn.change());
      echoes.keep(turn.given(), turn.said(), !turn.change().isNone());
      if (turn.side() != null) {
        sides++;
        sideCalls.add(turn.side());
      } else {
        failure = null;
        sampled += call.sampledTokens();
        remember(turn);
      }
      return call;
    } finally {
      lock.unlock();
    }
  }

  private void count(Change change) {
    if (change.malformed() > 0) {
      counts.add("malformed_call");
    }
    if (change.withheld() > 0) {
      counts.add("calls_withheld");
    }
    if (change.isStopped()) {
      counts.add("stop_sequence");
    }
  }

  private void remember(Committed turn) {
    List<Message> conversation = turn.conversation();
    if (work.first() == null) {
      Message first =
          conversation.stream()
              .filter(message -> !(message instanceof Message.SystemPrompt))
              .findFirst()
              .orElse(conversation.getFirst());
      work = new Work(!turn.tools().isEmpty(), first);
    }
    if (turn.cause() != BranchCause.SUB_AGENT) {
      List<Message> all = new ArrayList<>(conversation);
      all.add(turn.said());
      messages = List.copyOf(all);
      tools = turn.tools();
    }
  }

  /// Hears that a turn of the work failed.
  void failed(Failure cause) {
    lock.lock();
    try {
      failure = cause;
    } finally {
      lock.unlock();
    }
  }

  SessionRecord record() {
    lock.lock();
    try {
      return new SessionRecord(
          messages,
          tools,
          calls,
          ledger.branches(),
          ledger.drifts(),
          sideCalls.toMap(),
          counts.toMap(),
          failure,
          repeats.last());
    } finally {
      lock.unlock();
    }
  }
}
