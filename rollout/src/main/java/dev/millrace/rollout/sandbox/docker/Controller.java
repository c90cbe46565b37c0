package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Ended;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.HeadTail;
import dev.millrace.rollout.sandbox.Orphans;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The first process of a sandbox's container, which runs commands one after another and ends
/// whatever they have started. Should it not answer in time, the container is killed.
final class Controller {
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int MAX_LIST_BYTES = 64 << 20;
  private static final String ENDED = "killed";
  private static final String MORE = "more";

  private final Engine engine;
  private final String container;
  private final Conversation conversation;
  private final Duration transfer;
  // A shell may be closed while a command runs; the requests go one after another.
  private final ReentrantLock asking = new ReentrantLock();

  Controller(Engine engine, String container, Conversation conversation, Duration transfer) {
    this.engine = engine;
    this.container = container;
    this.conversation = conversation;
    this.transfer = transfer;
  }

  /// Where commands run.
  ///
  /// @param directory where they start
  /// @param variables all that they have
  /// @param scratch directories to empty first
  /// @param memoryBytes that the container has: a command allowed more needs no limit of its own
  record Place(
      String directory, Map<String, String> variables, List<String> scratch, long memoryBytes) {}

  /// Runs a command to its end or its time limit. When this returns nothing runs in the container
  /// but what belongs to open shells, also when the caller is interrupted.
  Ended run(Command command, Place place) throws InterruptedException {
    asking.lockInterruptibly();
    try {
      return runAlone(command, place);
    } finally {
      asking.unlock();
    }
  }

  private Ended runAlone(Command command, Place place) throws InterruptedException {
    var stdout = new HeadTail(command.limits().outputBytes());
    var stderr = new HeadTail(command.limits().outputBytes());
    byte[] stdin = command.stdin();
    String nonce = Conversation.nonce();
    conversation.ask(nonce, stdout, stderr, line(nonce, command, place, stdin.length));
    var pieces = new Pieces(stdin);
    long begin = System.nanoTime();
    try {
      String word = require(conversation.next(transfer), "begin a command");
      while (word.equals(MORE)) {
        conversation.send(pieces.next());
        word = require(conversation.next(transfer), "take a command's input");
      }
      begin = System.nanoTime();
      Optional<String> status = conversation.next(command.limits().time());
      boolean timedOut = status.isEmpty();
      if (timedOut) {
        Engine.completely(() -> end(pieces));
      }
      var took = Duration.ofNanos(System.nanoTime() - begin);
      if (timedOut) {
        return new Ended(0, stdout, stderr, ExecResult.End.TIMED_OUT, took, Optional.empty());
      }
      String[] words = status.get().split(" ", -1);
      // Of those that have ended before, the controller knows nothing.
      Optional<Orphans> orphans =
          words.length > 1 ? Optional.of(new Orphans(true, Optional.empty())) : Optional.empty();
      int code = Integer.parseInt(words[0]);
      return new Ended(code, stdout, stderr, ExecResult.End.EXITED, took, orphans);
    } catch (InterruptedException e) {
      Engine.completely(() -> end(pieces));
      throw e;
    }
  }

  /// Says which shells are open, and ends whatever belongs to none.
  void keep(List<Long> shells) throws InterruptedException {
    answer("shells", shells.stream().map(Object::toString).toList(), 0);
  }

  /// The paths of what lies in the directories; a directory that cannot be read seems empty.
  Set<String> list(Collection<String> directories) throws InterruptedException {
    byte[] paths = answer("list", directories, MAX_LIST_BYTES).kept();
    if (paths.length == MAX_LIST_BYTES) {
      throw new FailureException(
          new Failure.Sandbox("the changed directories of a sandbox hold too many files"));
    }
    String all = new String(paths, StandardCharsets.UTF_8);
    return Set.of(all.isEmpty() ? new String[0] : all.split("\0"));
  }

  /// Asks for what is done at once.
  private HeadTail answer(String function, Collection<String> words, int outputBytes)
      throws InterruptedException {
    String nonce = Conversation.nonce();
    String arguments = String.join(" ", words.stream().map(Controller::quoted).toList());
    byte[] line =
        (function + " " + nonce + " " + arguments + "\n").getBytes(StandardCharsets.UTF_8);
    var output = new HeadTail(outputBytes);
    asking.lockInterruptibly();
    try {
      conversation.ask(nonce, output, new HeadTail(0), line);
      require(conversation.next(GRACE), "begin to answer");
      require(conversation.next(GRACE), "answer");
      return output;
    } finally {
      asking.unlock();
    }
  }

  /// Ends the command that runs. Waits for the word after which nothing of it is left.
  private void end(Pieces pieces) throws InterruptedException {
    engine.signal(container, "USR1");
    long end = System.nanoTime() + GRACE.toNanos();
    String word = "";
    while (!word.equals(ENDED)) {
      Optional<String> said = conversation.next(AGAIN);
      if (said.isEmpty() && System.nanoTime() < end) {
        // The signal may have come before the command's line was read.
        engine.signal(container, "USR1");
        continue;
      }
      word = require(said, "end a command");
      if (word.equals(MORE)) {
        conversation.send(pieces.next());
      }
    }
  }

  /// A command's input, as much at a time as the pipe to the controller holds.
  private static final class Pieces {
    private static final int BYTES = 32_768;
    private final byte[] all;
    private int at;

    Pieces(byte[] all) {
      this.all = all;
    }

    byte[] next() {
      int from = at;
      at = Math.min(all.length, from + BYTES);
      return Arrays.copyOfRange(all, from, at);
    }
  }

  private String require(Optional<String> word, String what) throws InterruptedException {
    if (word.isPresent()) {
      return word.get();
    }
    engine.signal(container, "KILL");
    throw new FailureException(
        new Failure.Sandbox(
            "container " + container + " did not " + what + " in time and was killed"));
  }

  private static byte[] line(String nonce, Command command, Place place, int stdinBytes) {
    List<String> words = new ArrayList<>();
    words.add(nonce);
    words.add(Integer.toString(stdinBytes));
    words.add(command.streams() == Command.Streams.MERGED ? "merged" : "apart");
    long memory = command.limits().memoryBytes();
    words.add(Long.toString(memory < place.memoryBytes() ? memory / 1024 : 0));
    words.add(place.directory());
    words.add(String.join(" ", place.scratch().stream().map(Controller::quoted).toList()));
    var variables = new TreeMap<>(place.variables());
    variables.putAll(command.variables());
    variables.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(command.argv());
    String line = String.join(" ", words.stream().map(Controller::quoted).toList());
    return ("run " + line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// As a word of the shell, on one line.
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''").replace("\n", "'$'\\n''") + "'";
  }
}
