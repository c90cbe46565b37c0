package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.TokenListener;
import dev.millrace.rollout.policy.protocol.AnswerReader;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineChunk;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.trajectory.FinishReason;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One try of one call at one server. One thread.
final class Attempt {
  // For what may follow the end of a turn: usage, and the end of the stream.
  private static final Duration AFTER_END = Duration.ofSeconds(2);

  private final EngineHttp http;
  private final EngineProtocol protocol;
  private final URI url;
  private final CallTime time;
  private final KnownIds known;
  private int heard;

  Attempt(EngineHttp http, EngineProtocol protocol, URI url, CallTime time, KnownIds known) {
    this.http = http;
    this.protocol = protocol;
    this.url = url;
    this.time = time;
    this.known = known;
  }

  /// How many ids the listener was given.
  int heard() {
    return heard;
  }

  /// Samples the whole turn, or as much as there is time for. Whatever ends it early, the engine's
  /// work is stopped.
  Collected run(EngineCall call, TokenListener listener)
      throws EngineTrouble, InterruptedException {
    Collected collected = new Collected(call.ends().stopIds(), known);
    int[] prompt = call.promptIds();
    int slice = protocol.slice(call);
    boolean goesOn = true;
    for (int part = 0; goesOn; part++) {
      if (time.isOver()) {
        collected.cut();
        return collected;
      }
      int left = Math.min(slice, call.maxTokens() - collected.size());
      int before = collected.size();
      collected.slice(left);
      request(call.part(call.id() + "." + part, prompt, left), collected, listener);
      goesOn =
          collected.finish() == FinishReason.LENGTH
              && collected.size() - before == left
              && collected.size() < call.maxTokens();
      if (goesOn) {
        prompt = join(call.promptIds(), collected.ids());
      }
    }
    return collected;
  }

  private static int[] join(int[] first, int[] second) {
    int[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private void request(EngineCall call, Collected into, TokenListener listener)
      throws EngineTrouble, InterruptedException {
    AnswerReader reader = protocol.reader(call);
    boolean done = false;
    time.begin();
    try (Answer answer = http.post(url, protocol.ask(call), time.within(time.inactivity()))) {
      done = read(answer, reader, into, listener);
    } catch (EngineTrouble e) {
      if (e.kind() != Kind.SILENT || !time.isOver()) {
        throw e;
      }
      into.cut();
    } finally {
      if (!done) {
        protocol.abort(call).ifPresent(ask -> http.tell(url, ask));
      }
    }
  }

  /// @return whether the answer was heard out; one that was not is cut
  private boolean read(Answer answer, AnswerReader reader, Collected into, TokenListener listener)
      throws EngineTrouble, InterruptedException {
    time.begin();
    while (into.isEnded() || !time.isOver()) {
      String event = next(answer, into);
      if (event == null) {
        if (!into.isEnded()) {
          throw new EngineTrouble(
              Kind.BROKEN,
              "the answer broke off after " + into.size() + " ids, without a finish reason");
        }
        return true;
      }
      EngineChunk chunk = reader.read(event);
      int[] fresh = into.add(chunk);
      if (fresh.length > 0 || !chunk.text().isEmpty()) {
        time.begin();
      }
      if (fresh.length > 0) {
        heard += fresh.length;
        listener.onTokens(fresh);
      }
      if (into.hasGoneOn()) {
        return true;
      }
    }
    into.cut();
    return false;
  }

  private @Nullable String next(Answer answer, Collected into)
      throws EngineTrouble, InterruptedException {
    try {
      return answer.next(into.isEnded() ? CallTime.shorter(AFTER_END, time.left()) : time.left());
    } catch (EngineTrouble e) {
      if (into.isEnded() && e.kind() != Kind.UNUSABLE) {
        // Its end was told; that the connection does not end is another matter.
        return null;
      }
      if (e.kind() != Kind.SILENT) {
        throw e;
      }
      throw new EngineTrouble(
          Kind.SILENT,
          "no id within " + time.inactivity().toMillis() + " ms, after " + into.size() + " ids",
          e);
    }
  }
}
