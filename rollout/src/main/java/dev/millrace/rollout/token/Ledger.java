package dev.millrace.rollout.token;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.token.Splicer.Joint;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Thinking;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The token chains of one episode. It splices and never re-renders: a prompt is the stored ids,
/// exactly as they were sent and sampled, with the rendering of only what is new behind them. A
/// conversation is matched to the chain that it continues; where none is, or where the template
/// forbids it, a new branch starts with its parent and its cause, and the drift is counted.
///
/// Use it as [#prompt], then [#sampled], turn by turn. A prompt that got no answer leaves no trace.
/// Several may be open at once. Any thread may use it; one lock, and nothing waits under it.
public final class Ledger {
  private final ChatFormat format;
  private final BranchId first;
  private final Splicer splicer;
  private final Spans spans;
  private final IntConsumer hashed;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Chain> chains = new ArrayList<>();
  private final Map<BranchCause, Integer> drifts = new EnumMap<>(BranchCause.class);
  private int named;

  /// @param first names the first branch; later ones are named after it
  public Ledger(ChatFormat format, BranchId first) {
    this(format, first, Splicer.of(format), _ -> {});
  }

  /// @param hashed hears how many ids are hashed each time
  Ledger(ChatFormat format, BranchId first, Splicer splicer, IntConsumer hashed) {
    this.hashed = hashed;
    this.format = format;
    this.first = first;
    this.splicer = splicer;
    this.spans = new Spans(format, splicer);
  }

  /// @param matched how many leading messages are the chain's
  private record Match(Chain chain, Story story, int matched) {
    boolean isWhole(PromptRequest request) {
      return matched == story.size() && chain.mayContinue(request.purpose());
    }

    /// Work departs from work. Others depart from whatever they are most alike, but go on where
    /// they can.
    boolean isFit(PromptRequest request) {
      return switch (request.purpose()) {
        case MAIN, COMPACTION, NEXT_STEP -> chain.mayContinue(request.purpose());
        case SIDE_CALL, SUB_AGENT -> isWhole(request);
      };
    }
  }

  /// What to send for a conversation.
  ///
  /// @throws dev.millrace.rollout.template.TemplateException when the template refuses it
  public Prompt prompt(PromptRequest request) {
    lock.lock();
    try {
      Match match = match(request);
      if (match == null || beginsWork(request)) {
        BranchCause cause =
            request.purpose() == Purpose.SIDE_CALL ? BranchCause.SIDE_CALL : BranchCause.FIRST;
        Conversation all = conversation(request, request.messages());
        String text = format.render(all, GenerationPrompt.OPEN);
        return fresh(newChain(null, cause, request.purpose()), request, all, text);
      }
      return match.isWhole(request)
          ? continued(match, request)
          : branched(match, request, Drift.of(match.story(), request, match.matched()));
    } finally {
      lock.unlock();
    }
  }

  /// Side calls may come before the work; they are not what it departs from.
  private boolean beginsWork(PromptRequest request) {
    return request.purpose() != Purpose.SIDE_CALL
        && chains.stream().allMatch(chain -> chain.purpose() == Purpose.SIDE_CALL);
  }

  private @Nullable Match match(PromptRequest request) {
    Match best = null;
    for (Chain chain : chains) {
      Story story = chain.story();
      Match match = new Match(chain, story, story.matched(request.messages()));
      if (best == null || isBetter(match, best, request)) {
        best = match;
      }
    }
    return best;
  }

  private static boolean isBetter(Match match, Match best, PromptRequest request) {
    if (match.isFit(request) != best.isFit(request)) {
      return match.isFit(request);
    }
    if (match.matched() != best.matched()) {
      return match.matched() > best.matched();
    }
    return match.isWhole(request) || !best.isWhole(request);
  }

  private Prompt continued(Match match, PromptRequest request) {
    Story story = match.story();
    List<Message> all = story.restored(request.messages(), match.matched());
    Message.Assistant turn = (Message.Assistant) all.get(match.matched() - 1);
    Splicer.Seam seam =
        Splicer.Seam.of(
            conversation(story.request(), all.subList(0, match.matched() - 1)),
            turn,
            story.sampledText(),
            conversation(request, all));
    Splicer.Spliced spliced = splicer.splice(seam);
    return switch (spliced.joint()) {
      case Joint.Broken(BranchCause cause) -> branched(match, request, cause);
      case Joint.Splice joint -> {
        List<Given> given = new ArrayList<>();
        if (!joint.closing().isEmpty()) {
          given.add(Given.closing(format.tokenizer().encode(joint.closing())));
        }
        given.addAll(added(spliced.seam(), joint));
        boolean shows = story.showsThinking();
        yield prompt(match.chain(), given, request, all, joint.text(), shows);
      }
    };
  }

  private List<Given> added(Splicer.Seam seam, Joint.Splice joint) {
    boolean isToken = format.tokenizer().encode(joint.before()).length == 1;
    int next = seam.sent().size() + 1;
    return spans.encode(
        seam.now(), joint.text(), next, joint.from(), isToken ? joint.before() : "");
  }

  private Prompt branched(Match match, PromptRequest request, BranchCause cause) {
    Story story = match.story();
    List<Message> all = story.restored(request.messages(), match.matched());
    Conversation now = conversation(request, all);
    String text = format.render(now, GenerationPrompt.OPEN);
    BranchCause found = cause;
    if (request.purpose() == Purpose.SIDE_CALL) {
      // Whatever else broke it: this is what keeps it from being trained.
      found = BranchCause.SIDE_CALL;
    } else if (cause == BranchCause.TEMPLATE_REWRITES || cause == BranchCause.THINKING_DROPPED) {
      Conversation before = conversation(story.request(), all.subList(0, match.matched() - 1));
      found = Drift.byTemplate(format, story, before, now, text);
    }
    Chain chain = newChain(match.chain().id(), found, request.purpose());
    return fresh(chain, request, now, text);
  }

  private Prompt fresh(Chain chain, PromptRequest request, Conversation all, String text) {
    List<Given> given = spans.encode(all, text, 0, 0, "");
    boolean shows = Reasonings.isAnyShown(all.messages(), text);
    return prompt(chain, given, request, all.messages(), text, shows);
  }

  private Prompt prompt(
      Chain chain,
      List<Given> given,
      PromptRequest request,
      List<Message> all,
      String text,
      boolean showsThinking) {
    TemplateOptions options = request.options();
    // What no template says forbids nothing.
    boolean on = options.thinking() || !format.switchesThinking();
    Thinking thinking = new Thinking(on, showsThinking, options.mode());
    return new Prompt(chain, given, new Prompt.Head(all, request, text, thinking));
  }

  private Conversation conversation(PromptRequest request, List<Message> messages) {
    return new Conversation(messages, request.tools(), format.arguments(request.options()));
  }

  /// Adds what was sampled for a prompt, id by id. Where its chain has gone on meanwhile, a copy of
  /// what was sent becomes a branch of its own.
  ///
  /// @return the branch that the turn stands on
  public BranchId sampled(Prompt prompt, SampledTurn turn) {
    String text = format.tokenizer().decode(turn.ids());
    Message.Assistant said =
        format
            .parse(text, prompt.textTail(), prompt.head().request().tools(), new CallIds())
            .message();
    lock.lock();
    try {
      Chain chain = landing(prompt);
      chain.append(turn, prompt.thinking());
      chain.tell(story(prompt, said, text));
      return chain.id();
    } finally {
      lock.unlock();
    }
  }

  private static Story story(Prompt prompt, Message.Assistant said, String text) {
    Prompt.Head head = prompt.head();
    List<Message> ours = new ArrayList<>(head.messages());
    ours.add(said);
    List<Message> echoed = new ArrayList<>(head.request().messages());
    echoed.add(said);
    boolean shows = prompt.thinking().pastVisible() || Reasonings.isSome(said);
    return new Story(ours, echoed, head.request(), text, shows);
  }

  private Chain landing(Prompt prompt) {
    Chain chain = prompt.chain();
    boolean isTaken = chain.length() != prompt.sharedLength() || isNamedTwice(chain);
    if (isTaken) {
      chain = copy(prompt);
    } else {
      prompt.given().forEach(chain::append);
    }
    if (!chains.contains(chain)) {
      chains.add(chain);
      if (chain.cause() != BranchCause.FIRST) {
        drifts.merge(chain.cause(), 1, Integer::sum);
      }
    }
    return chain;
  }

  /// Two first prompts may have been open at once.
  private boolean isNamedTwice(Chain chain) {
    return chains.stream().anyMatch(other -> other != chain && other.id().equals(chain.id()));
  }

  private Chain copy(Prompt prompt) {
    Chain from = prompt.chain();
    boolean isRetried = chains.contains(from);
    BranchCause cause = isRetried ? BranchCause.HISTORY_SHORTENED : BranchCause.SUB_AGENT;
    Chain copy = newChain(from.id(), cause, from.purpose());
    from.copyTo(copy, prompt.sharedLength());
    prompt.given().forEach(copy::append);
    return copy;
  }

  private Chain newChain(@Nullable BranchId parent, BranchCause cause, Purpose purpose) {
    BranchId id = cause == BranchCause.FIRST ? first : new BranchId(first.value() + "." + ++named);
    return new Chain(id, parent, cause, purpose, new PrefixDigest(hashed));
  }

  /// Marks every token of a turn as not to be trained, with the reason.
  public void markError(int modelCall, MaskReason reason) {
    lock.lock();
    try {
      if (chains.stream().noneMatch(chain -> chain.mark(modelCall, reason))) {
        throw new IllegalArgumentException(
            "no branch of " + first + " holds a turn of model call " + modelCall);
      }
    } finally {
      lock.unlock();
    }
  }

  /// How many branches were started for which cause.
  public Map<BranchCause, Integer> drifts() {
    lock.lock();
    try {
      return Map.copyOf(drifts);
    } finally {
      lock.unlock();
    }
  }

  /// The branches so far, in the order they were started; empty before the first turn.
  public List<Branch> branches() {
    lock.lock();
    try {
      return chains.stream().map(chain -> chain.toBranch(format.ref())).toList();
    } finally {
      lock.unlock();
    }
  }
}
