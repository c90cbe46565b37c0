package dev.millrace.orchestrator.dashboard.live;

import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.roles.Codecs;
import dev.millrace.orchestrator.schedule.Plan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live view of a run: follows the topics `leases`, `turns` and `scored` on a thread of its own
/// and shows how far the run is. It only reads, and it never fails the run: a view that breaks says
/// so once in the log and stops.
///
/// The owner starts it and closes it before the log is closed. Any thread may ask for
/// [#progress()].
public final class RunView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunView.class);
  private static final Duration WAIT = Duration.ofMillis(80);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How many rounds at the end may bring news, so that the last line says what really was.
  private static final int LAST_ROUNDS = 20;

  private final EventLog log;
  private final ProgressBoard board;
  private final Presenter presenter;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private volatile RunProgress progress;

  private RunView(EventLog log, Plan plan, Terminal terminal, InstantSource clock) {
    this.log = log;
    this.board = new ProgressBoard(plan, clock.instant());
    this.presenter = new Presenter(terminal);
    this.clock = clock;
    this.progress = board.snapshot(clock.instant());
    this.thread = Thread.ofPlatform().name("view").daemon().unstarted(this::run);
  }

  /// Starts to follow a run.
  public static RunView start(EventLog log, Plan plan, Terminal terminal, InstantSource clock) {
    RunView view = new RunView(log, plan, terminal, clock);
    view.thread.start();
    return view;
  }

  /// What is known now.
  public RunProgress progress() {
    return progress;
  }

  /// Reads what is left, takes the view off the terminal and stops. Waits a few seconds at most.
  @Override
  public void close() {
    stopped.countDown();
    try {
      if (!thread.join(PATIENCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (Tail leases = log.tail(Topic.LEASES, Map.of());
        Tail turns = log.tail(Topic.TURNS, Map.of());
        Tail scored = log.tail(Topic.SCORED, Map.of())) {
      List<Tail> tails = List.of(leases, turns, scored);
      while (stopped.getCount() > 0) {
        follow(tails);
        presenter.show(progress);
      }
      int rounds = 0;
      while (follow(tails) && rounds < LAST_ROUNDS) {
        rounds++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .setCause(LOG.isDebugEnabled() ? e : null)
          .log("the live view broke and is gone; the run goes on");
    } finally {
      presenter.end(progress);
    }
  }

  /// Takes in what came.
  ///
  /// @return whether anything did
  private boolean follow(List<Tail> tails) throws InterruptedException {
    boolean news = false;
    for (Tail tail : tails) {
      for (LogRecord record : tail.poll(WAIT)) {
        add(record);
        news = true;
      }
    }
    progress = board.snapshot(clock.instant());
    return news;
  }

  private void add(LogRecord record) {
    switch (record.topic()) {
      case LEASES -> board.add(Codecs.LEASES.decode(record.value()));
      case TURNS -> board.add(Codecs.TURNS.decode(record.value()));
      case SCORED -> board.add(Codecs.SCORED.decode(record.value()));
      case TASKS, TRAJECTORIES, POLICY_VERSIONS, DEAD_LETTERS ->
          throw new IllegalArgumentException("the view does not follow " + record);
    }
  }
}
