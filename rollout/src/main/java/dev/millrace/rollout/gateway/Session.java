package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Answer;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.markup.Demand;
import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.template.TemplateException;
import dev.millrace.rollout.token.Ledger;
import dev.millrace.rollout.token.Prompt;
import dev.millrace.rollout.token.PromptRequest;
import dev.millrace.rollout.token.Purpose;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One episode's conversations with its agent. Any thread may use it; one lock guards the record,
/// and nothing waits under it.
final class Session implements GatewaySession {
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final GatewayEpisode episode;
  private final GatewaySettings settings;
  private final Address address;
  private final InstantSource clock;
  private final Ledger ledger;
  private final PolicySessions policies;
  private final SessionState state;
  private final CallNames callNames = new CallNames();
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<TurnRun> running = new HashSet<>();
  private final Retries retries;
  private boolean isClosed;

  /// @param path the capability in the path
  record Address(String key, String path, URI base, Path socket, Runnable forget) {}

  Session(GatewayEpisode episode, GatewaySettings settings, Address address, InstantSource clock) {
    this.episode = episode;
    this.settings = settings;
    this.address = address;
    this.clock = clock;
    this.ledger = new Ledger(episode.format(), new BranchId(episode.id().value()));
    this.policies = new PolicySessions(episode.policy());
    this.state = new SessionState(episode, ledger, clock);
    this.retries = new Retries(settings.replay());
  }

  @Override
  public String key() {
    return address.key();
  }

  String path() {
    return address.path();
  }

  @Override
  public URI baseUrl() {
    return address.base();
  }

  @Override
  public Path socket() {
    return address.socket();
  }

  GatewayEpisode episode() {
    return episode;
  }

  GatewaySettings settings() {
    return settings;
  }

  @Override
  public SessionRecord record() {
    return state.record();
  }

  /// Answers a request: by a turn of its own, or by that of the request of which it is a retry.
  ///
  /// @param asked what the request is known by
  /// @throws Problem when it cannot be answered
  Answer.Listening ask(Ask ask, Retries.Asked asked) {
    checkModel(ask);
    TurnRun run;
    Answer.Listening listening;
    lock.lock();
    try {
      checkOpen();
      Answer known = retries.find(asked, clock.instant());
      if (known != null) {
        state.count(known.isEnded() ? "retry_replayed" : "retry_joined");
        return known.listen();
      }
      run = run(ask);
      retries.add(asked, run.answer());
      listening = run.answer().listen();
      running.add(run);
    } finally {
      lock.unlock();
    }
    run.start();
    return listening;
  }

  private TurnRun run(Ask ask) {
    ask.hosted().forEach(tool -> state.count("hosted_tool." + tool));
    String side = SideCalls.kind(ask, episode.model(), state.work());
    Allowance allowance = state.allowance(ask, side != null);
    List<Message> messages = state.resolve(ask);
    if (side == null) {
      state.heed(messages);
    }
    Prompt prompt = prompt(ask, messages, side == null ? Purpose.MAIN : Purpose.SIDE_CALL);
    Answer answer = new Answer(Keys.id(), clock.instant(), prompt.length());
    TurnRun.Job job = new TurnRun.Job(ask, messages, prompt, side, allowance, constraint(ask));
    return new TurnRun(this, job, answer);
  }

  /// How many ids the request's prompt has.
  int count(Ask ask) {
    checkModel(ask);
    return prompt(ask, state.resolve(ask), Purpose.MAIN).length();
  }

  private Prompt prompt(Ask ask, List<Message> messages, Purpose purpose) {
    TemplateOptions options = episode.model().thinking(ask.wishes().thinking());
    try {
      return ledger.prompt(new PromptRequest(messages, ask.tools(), options, purpose));
    } catch (TemplateException e) {
      throw new Problem(
          Problem.Kind.INVALID,
          "the model's chat template refuses the conversation: " + e.getMessage(),
          e);
    }
  }

  /// What calls have to look like where the engine can be held to that, or null.
  private @Nullable ToolConstraint constraint(Ask ask) {
    if (episode.model().toolCalls() == ToolCalls.FREE) {
      return null;
    }
    String only = ask.choice().tool();
    List<ToolSpec> tools =
        ask.tools().stream().filter(tool -> only == null || only.equals(tool.name())).toList();
    try {
      Demand demand = new Demand(ask.choice().isRequired(), ask.choice().most() == 1);
      return episode.format().family().constraint(tools, demand).orElse(null);
    } catch (IllegalArgumentException e) {
      throw new Problem(Problem.Kind.INVALID, "calls cannot be constrained: " + e.getMessage(), e);
    }
  }

  private void checkModel(Ask ask) {
    String asked = ask.wishes().model();
    if (asked != null && !episode.model().knows(asked)) {
      throw new Problem(
          Problem.Kind.NOT_FOUND,
          "the model " + asked + " does not exist; this one does: " + episode.model().name());
    }
  }

  private void checkOpen() {
    if (isClosed) {
      throw new Problem(Problem.Kind.UNAUTHORIZED, Gateway.WRONG_KEY);
    }
  }

  SessionState state() {
    return state;
  }

  Ledger ledger() {
    return ledger;
  }

  PolicySessions policies() {
    return policies;
  }

  CallNames callNames() {
    return callNames;
  }

  InstantSource clock() {
    return clock;
  }

  void ended(TurnRun run) {
    lock.lock();
    try {
      running.remove(run);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    List<TurnRun> left;
    lock.lock();
    try {
      isClosed = true;
      left = List.copyOf(running);
    } finally {
      lock.unlock();
    }
    address.forget().run();
    left.forEach(TurnRun::cancel);
    long until = System.nanoTime() + CLOSING.toNanos();
    left.forEach(run -> run.await(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS));
    policies.close();
  }
}
