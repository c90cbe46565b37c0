package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Thinking;
import java.util.List;

/// What to send for a request, and where its answer will stand. Immutable.
public final class Prompt {
  /// Enough to see what the generation prompt opened.
  private static final int TAIL_CHARS = 400;

  private final int[] ids;
  private final String digest;
  private final Chain chain;
  private final int sharedLength;
  private final List<Given> given;
  private final Head head;

  /// The conversation behind a prompt.
  ///
  /// @param messages those sent, our own turns with the reasoning they were sampled with
  /// @param request as asked
  /// @param text the end of the prompt's text
  record Head(List<Message> messages, PromptRequest request, String text, Thinking thinking) {}

  Prompt(Chain chain, List<Given> given, Head head) {
    this.chain = chain;
    this.sharedLength = chain.length();
    this.given = List.copyOf(given);
    this.ids = chain.with(given);
    this.digest = chain.digestWith(given);
    this.head = head;
  }

  /// The ids to send, exactly these. A copy.
  public int[] ids() {
    return ids.clone();
  }

  /// How many ids are sent.
  public int length() {
    return ids.length;
  }

  /// [dev.millrace.rollout.trajectory.Tokens#prefixDigest] of the ids.
  public String digest() {
    return digest;
  }

  /// The end of the text of what is sent, for [ChatFormat#reader].
  public String textTail() {
    return head.text().substring(Math.max(0, head.text().length() - TAIL_CHARS));
  }

  /// The branch that the answer will extend or start, as things stand; [Ledger#sampled] says where
  /// it went.
  public BranchId branch() {
    return chain.id();
  }

  /// How that branch came about.
  public BranchCause cause() {
    return chain.cause();
  }

  /// Under which thinking the turn is sampled.
  public Thinking thinking() {
    return head.thinking();
  }

  Chain chain() {
    return chain;
  }

  /// How long the chain was when this was made.
  int sharedLength() {
    return sharedLength;
  }

  List<Given> given() {
    return given;
  }

  Head head() {
    return head;
  }
}
