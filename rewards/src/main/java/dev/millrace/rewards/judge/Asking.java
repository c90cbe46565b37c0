package dev.millrace.rewards.judge;

import dev.millrace.rewards.judge.AnswerCache.Entry;
import dev.millrace.rewards.judge.Unusable.Reason;
import dev.millrace.rollout.policy.engine.ChatClient;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Rating.Repeat;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Gets the answer to one question: out of the cache, else from the endpoint, which is asked again
/// within a budget where it fails or answers in another form. Any thread.
final class Asking {
  private final ChatClient client;
  private final JudgeSettings settings;
  private final AnswerCache cache;
  private final Semaphore calls;

  Asking(ChatClient client, JudgeSettings settings, AnswerCache cache) {
    this.client = client;
    this.settings = settings;
    this.cache = cache;
    this.calls = new Semaphore(settings.patience().parallel());
  }

  /// @param name of the call, for messages
  /// @throws FailureException with `Failure.Judge` when the budget is used up
  Repeat ask(String name, Rubric rubric, Question question, int repeat)
      throws InterruptedException {
    AnswerForm form = new AnswerForm(rubric, question.nonce());
    ChatClient.Ask ask =
        new ChatClient.Ask(
            settings.model(),
            question.system(),
            question.user(),
            settings.temperature(),
            settings.maxTokens(),
            format(form));
    String key = key(ask, repeat);
    Optional<Repeat> known = cache.find(key).flatMap(entry -> read(form, question, entry));
    if (known.isPresent()) {
      return known.get();
    }
    Entry fresh = answer(name, form, ask);
    Entry kept = cache.keep(key, fresh, entry -> read(form, question, entry).isPresent());
    return read(form, question, kept)
        .orElseThrow(() -> new IllegalStateException("an answer that was read cannot be read"));
  }

  /// A kept answer is read as strictly as a fresh one: what it was read by may have changed.
  private static Optional<Repeat> read(AnswerForm form, Question question, Entry entry) {
    try {
      return Optional.of(
          new Repeat(
              entry.model(),
              question.nonce(),
              question.digest(),
              form.read(entry.text()),
              entry.unusable()));
    } catch (Unusable _) {
      return Optional.empty();
    }
  }

  private Entry answer(String name, AnswerForm form, ChatClient.Ask ask)
      throws InterruptedException {
    Map<String, Integer> unusable = new TreeMap<>();
    int retries = settings.patience().retries();
    for (int tries = 0; ; tries++) {
      try {
        ChatClient.Reply reply = reply(ask);
        form.read(whole(reply));
        return new Entry(reply.model(), reply.text(), unusable);
      } catch (Unusable e) {
        unusable.merge(e.reason().key(), 1, Integer::sum);
        if (tries >= retries) {
          throw failure(name, "it answered in another form than asked for", unusable, null);
        }
      } catch (EngineTrouble e) {
        unusable.merge(e.kind().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
        if (tries >= retries || !mayHelp(e, tries)) {
          throw failure(name, e.problem(), unusable, e);
        }
      }
    }
  }

  private ChatClient.Reply reply(ChatClient.Ask ask) throws EngineTrouble, InterruptedException {
    calls.acquire();
    try {
      return client.ask(ask, settings.patience().timeout());
    } finally {
      calls.release();
    }
  }

  private static String whole(ChatClient.Reply reply) throws Unusable {
    if (!reply.isWhole()) {
      throw new Unusable(Reason.CUT);
    }
    return reply.text();
  }

  /// Whether another try may help, once the wait before it is over.
  private boolean mayHelp(EngineTrouble trouble, int tries) throws InterruptedException {
    return switch (trouble.kind()) {
      case REFUSED, CONTEXT -> false;
      case SILENT, UNUSABLE -> true;
      case NOT_SENT, BUSY, UNAVAILABLE, FAILED, BROKEN, FULL -> {
        Duration wait = trouble.pause(tries);
        yield wait.compareTo(settings.patience().timeout()) <= 0 && !client.awaitClosed(wait);
      }
    };
  }

  private FailureException failure(
      String name, String what, Map<String, Integer> unusable, @Nullable Throwable cause) {
    int tries = unusable.values().stream().mapToInt(Integer::intValue).sum();
    Failure failure =
        new Failure.Judge(
            "the judge %s at %s gave no score for %s: %s; tried %d times %s. Once it answers, score"
                    .formatted(settings.model(), client.url(), name, what, tries, unusable)
                + " again with --tasks");
    return cause == null ? new FailureException(failure) : new FailureException(failure, cause);
  }

  private @Nullable String format(AnswerForm form) {
    return switch (settings.form()) {
      case NONE -> null;
      case JSON -> "{\"type\":\"json_object\"}";
      case SCHEMA -> form.schema();
    };
  }

  private static String key(ChatClient.Ask ask, int repeat) {
    return new ContentDigest()
        .text("judge 1")
        .text(ask.model())
        .text(ask.system())
        .text(ask.user())
        .text(Double.toString(ask.temperature()))
        .text(Integer.toString(ask.maxTokens()))
        .text(String.valueOf(ask.format()))
        .text(Integer.toString(repeat))
        .hex();
  }
}
