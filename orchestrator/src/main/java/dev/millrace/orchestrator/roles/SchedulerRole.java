package dev.millrace.orchestrator.roles;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.Transactor;
import dev.millrace.orchestrator.log.Transactor.Outgoing;
import dev.millrace.orchestrator.schedule.EpisodeOrder;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.orchestrator.schedule.Schedule;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends episodes out and takes note of what becomes of them. Its only state is the `leases` topic:
/// after a restart it reads that and goes on.
public final class SchedulerRole implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerRole.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final int MAX_REOPENED = 20;

  private final EventLog log;
  private final Plan plan;
  private final Schedule schedule;
  private final InstantSource clock;

  public SchedulerRole(EventLog log, Plan plan, Schedule.Settings settings, InstantSource clock) {
    this.log = log;
    this.plan = plan;
    this.schedule = new Schedule(plan, settings);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "scheduler";
  }

  @Override
  public void run() throws InterruptedException {
    try (Tail leases = log.tail(Topic.LEASES, Map.of())) {
      LogException last = null;
      for (int opened = 0; opened < MAX_REOPENED; opened++) {
        // A log that does not open a writer in time is gone: only lost transactions are tried
        // again.
        try (Transactor transactor = log.transactor("scheduler")) {
          try {
            loop(leases, transactor);
            return;
          } catch (LogException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("transaction lost, reading on");
            last = e;
          }
        }
      }
      throw new LogException(
          "the scheduler could not commit; it opened " + MAX_REOPENED + " transactional writers",
          last == null ? new IllegalStateException() : last);
    }
  }

  private void loop(Tail leases, Transactor transactor) throws InterruptedException {
    // The end is read after fencing: whatever was committed before, here or by another, lies before
    // it.
    Map<Integer, Long> behind = log.ends(Topic.LEASES);
    boolean stored = false;
    while (!stored) {
      for (LogRecord record : leases.poll(TICK)) {
        LeaseEvent event = Codecs.LEASES.decode(record.value());
        schedule.apply(event);
        stored |= event instanceof LeaseEvent.RunStored;
      }
      if (!stored && leases.reached(behind) && act(transactor)) {
        // What was decided is read back before the next decision, so that none is taken twice.
        behind = log.ends(Topic.LEASES);
      }
    }
  }

  /// Appends what shall happen; it is applied when it is read back.
  private boolean act(Transactor transactor) {
    List<LeaseEvent> events = schedule.decide(clock.instant());
    if (events.isEmpty()) {
      return false;
    }
    List<Outgoing> out = new ArrayList<>();
    for (LeaseEvent event : events) {
      switch (event) {
        case LeaseEvent.Dispatched e -> {
          Episode episode = plan.episode(e.episode()).withAttempt(e.attempt());
          EpisodeOrder order = new EpisodeOrder(episode, schedule.attemptsLeft(e.attempt()));
          out.add(new Outgoing(Topic.TASKS, episode.group().value(), Codecs.TASKS.encode(order)));
        }
        case LeaseEvent.GivenUp e -> out.add(failed(e));
        case LeaseEvent.Expired e ->
            LOG.atWarn()
                .addKeyValue("episodeId", e.episode())
                .addKeyValue("attempt", e.attempt())
                .log("lease expired, the episode goes out again");
        default -> throw new IllegalStateException("a schedule decides no " + event);
      }
      out.add(new Outgoing(Topic.LEASES, "run", Codecs.LEASES.encode(event)));
    }
    transactor.commit(out, new Transactor.Consumed.Nothing());
    return true;
  }

  private Outgoing failed(LeaseEvent.GivenUp event) {
    Episode episode = plan.episode(event.episode()).withAttempt(event.attempt());
    Failure failure = event.failure();
    LOG.atError()
        .addKeyValue("episodeId", episode.id())
        .addKeyValue("boundary", failure.boundary())
        .log("episode given up, no attempt is left");
    return new Outgoing(
        Topic.TRAJECTORIES,
        episode.group().value(),
        Codecs.TRAJECTORIES.encode(Unrun.trajectory(episode, failure, clock.instant())));
  }
}
