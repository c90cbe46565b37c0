package dev.millrace.rollout.token;

import dev.millrace.rollout.token.ChatFormat.CallIds;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The token chains of one episode. It splices and never re-renders: a prompt is the stored ids,
/// exactly as they were sent and sampled, with the rendering of only what is new behind them. Where
/// the conversation no longer continues what was sent, a new branch starts and the drift is
/// counted.
///
/// Use it as [#prompt], then [#sampled], turn by turn; a prompt that got no answer may be asked for
/// again and leaves no trace. For one thread.
public final class Ledger {
  private final ChatFormat format;
  private final List<ToolSpec> tools;
  private final BranchId first;
  private final int stopId;
  private final List<Chain> chains = new ArrayList<>();
  private final Map<BranchCause, Integer> drifts = new EnumMap<>(BranchCause.class);

  private @Nullable Answered last;
  private @Nullable Pending pending;

  /// The chain's last turn.
  ///
  /// @param sent the messages of its prompt
  /// @param sentText their rendering, which opens the turn
  /// @param said what was sampled, as it reads
  private record Answered(
      Chain chain, List<Message> sent, String sentText, Message.Assistant said) {}

  /// A prompt that waits for its answer.
  private record Pending(
      Chain chain,
      List<Given> given,
      List<Message> messages,
      String text,
      @Nullable BranchCause drift) {}

  /// How a conversation follows what was sent.
  private sealed interface Link {
    /// @param from where in its rendering the new part begins
    record Continues(int from) implements Link {}

    record Broken(BranchCause drift) implements Link {}
  }

  /// @param first names the first branch; later ones are named after it
  /// @param tools offered in every prompt
  public Ledger(ChatFormat format, BranchId first, List<ToolSpec> tools) {
    this.format = format;
    this.first = first;
    this.tools = List.copyOf(tools);
    int[] emptyTurn =
        format.tokenizer().encode(format.renderTurn(new Message.Assistant("", null, List.of())));
    this.stopId = emptyTurn[emptyTurn.length - 1];
  }

  /// The ids to send for a conversation.
  ///
  /// @param messages the whole of it so far, ending before the turn to be sampled
  public int[] prompt(List<Message> messages) {
    List<Message> all = List.copyOf(messages);
    String text = format.render(all, tools, GenerationPrompt.OPEN);
    Answered before = last;
    Pending next =
        before == null
            ? fresh(new Chain(first, null, BranchCause.FIRST), all, text, null)
            : switch (link(before, all, text)) {
              case Link.Continues(int from) -> continued(before, all, text, from);
              case Link.Broken(BranchCause drift) ->
                  fresh(new Chain(nextId(), before.chain().id(), drift), all, text, drift);
            };
    pending = next;
    return next.chain().with(next.given());
  }

  /// The branch that the last prompt stands on.
  public BranchId branch() {
    return asked().chain().id();
  }

  /// Adds what was sampled for the last prompt, id by id.
  ///
  /// @param logprobs of each id, or null where none were reported
  /// @param versions which weights sampled which ids; offsets into `ids`
  /// @param modelCall the number of the model call, unique in the trajectory
  public void sampled(
      int[] ids, float @Nullable [] logprobs, List<VersionSpan> versions, int modelCall) {
    Pending prompt = asked();
    Chain chain = prompt.chain();
    prompt.given().forEach(chain::append);
    chain.append(ids, logprobs, versions, modelCall);
    if (last == null || last.chain() != chain) {
      chains.add(chain);
    }
    if (prompt.drift() != null) {
      drifts.merge(prompt.drift(), 1, Integer::sum);
    }
    Message.Assistant said = format.parse(format.tokenizer().decode(ids), new CallIds()).message();
    last = new Answered(chain, prompt.messages(), prompt.text(), said);
    pending = null;
  }

  /// Marks every token of a turn as not to be trained, with the reason.
  public void markError(int modelCall, MaskReason reason) {
    for (Chain chain : chains) {
      if (chain.mark(modelCall, reason)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "no branch of " + first + " holds a turn of model call " + modelCall);
  }

  /// How many branches were started for which cause.
  public Map<BranchCause, Integer> drifts() {
    return Collections.unmodifiableMap(drifts);
  }

  /// The branches so far, in the order they were started; empty before the first turn.
  public List<Branch> branches() {
    return chains.stream().map(chain -> chain.toBranch(format.ref())).toList();
  }

  private Pending asked() {
    if (pending == null) {
      throw new IllegalStateException("branch " + first + ": nothing was asked, call prompt first");
    }
    return pending;
  }

  private BranchId nextId() {
    return new BranchId(first.value() + "." + chains.size());
  }

  private Link link(Answered before, List<Message> all, String text) {
    int sent = before.sent().size();
    if (all.size() <= sent) {
      return new Link.Broken(BranchCause.HISTORY_SHORTENED);
    }
    if (!all.subList(0, sent).equals(before.sent())) {
      return new Link.Broken(BranchCause.HISTORY_REWRITTEN);
    }
    if (!(all.get(sent) instanceof Message.Assistant turn) || !sameTurn(turn, before.said())) {
      return new Link.Broken(BranchCause.TURN_REWRITTEN);
    }
    String kept = before.sentText() + format.renderTurn(turn);
    return text.startsWith(kept)
        ? new Link.Continues(kept.length())
        : new Link.Broken(BranchCause.TEMPLATE_REWRITES);
  }

  /// Whether a turn reads as another, however its calls are named.
  private static boolean sameTurn(Message.Assistant turn, Message.Assistant said) {
    return unnamed(turn).equals(unnamed(said));
  }

  private static Message.Assistant unnamed(Message.Assistant turn) {
    return new Message.Assistant(
        turn.content(),
        turn.reasoning(),
        turn.toolCalls().stream()
            .map(call -> new ToolCall("", call.name(), call.argumentsJson()))
            .toList());
  }

  private Pending fresh(Chain chain, List<Message> all, String text, @Nullable BranchCause drift) {
    return new Pending(chain, given(all, 0, 0, text), all, text, drift);
  }

  private Pending continued(Answered before, List<Message> all, String text, int from) {
    List<Given> given = new ArrayList<>();
    if (before.chain().isEmpty() || before.chain().lastId() != stopId) {
      given.add(Given.closing(new int[] {stopId}));
    }
    given.addAll(given(all, before.sent().size() + 1, from, text));
    return new Pending(before.chain(), given, all, text, null);
  }

  /// Cuts a rendering into its messages and encodes each. A message whose rendering depends on what
  /// follows it shares its span with the next.
  ///
  /// @param next the first message not yet among the ids
  /// @param from where in the text its rendering begins
  private List<Given> given(List<Message> all, int next, int from, String text) {
    List<Given> given = new ArrayList<>();
    int at = from;
    for (int i = next; i < all.size() - 1; i++) {
      String upTo = format.render(all.subList(0, i + 1), tools, GenerationPrompt.NONE);
      if (upTo.length() > at && text.startsWith(upTo)) {
        given.add(encoded(text.substring(at, upTo.length()), all.get(i)));
        at = upTo.length();
      }
    }
    Message closing = next < all.size() ? all.getLast() : null;
    given.add(encoded(text.substring(at), closing));
    return given;
  }

  private Given encoded(String text, @Nullable Message message) {
    return Given.of(format.tokenizer().encode(text), message);
  }
}
