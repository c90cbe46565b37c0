package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of a sandbox by way of commands in it, so that no path of the agent's is resolved on
/// the host. It needs bash, the core utilities and tar there.
///
/// @param runner of the commands
public record CommandFiles(Runner runner) {
  private static final int NO_SUCH_FILE = 44;
  // The system's own programs first: an agent may have put others where shells look before these.
  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofMinutes(2), 4L << 30, 4096);
  // Opens without waiting: a named pipe may be there.
  private static final String COPY = "dd bs=64K status=none";
  private static final String UNPACK =
      "exec tar -x -p --no-same-owner --delay-directory-restore -f -";

  /// Runs a command in the sandbox, to its end or its time limit.
  public interface Runner {
    Ended run(Command command) throws InterruptedException;
  }

  /// As [Sandbox#read].
  public Optional<byte[]> read(String path, int maxBytes) throws InterruptedException {
    if (path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    // Again where another program has put something else there between the look and the opening.
    String script =
        "for i in {1..8}; do [ -f \"$1\" ] && [ -r \"$1\" ] || exit "
            + NO_SUCH_FILE
            + "; "
            + COPY
            + " if=\"$1\" iflag=nonblock,count_bytes,fullblock count=\"$2\" && exit; done; exit 1";
    // With one byte more than allowed nothing is cut, and what is too large shows.
    long most = maxBytes + 1L;
    var limits =
        new Command.Limits(
            LIMITS.time(), LIMITS.memoryBytes(), (int) Math.min(most, Integer.MAX_VALUE - 8));
    var ended = runner.run(own(limits, script, path, Long.toString(most)));
    if (ended.exitCode() == NO_SUCH_FILE && ended.hasExited()) {
      return Optional.empty();
    }
    ended.require("read " + path);
    byte[] content = ended.stdout().kept();
    if (content.length > maxBytes) {
      throw tooLarge(path, maxBytes);
    }
    return Optional.of(content);
  }

  /// What a read fails with whose file holds more bytes than allowed.
  public static FailureException tooLarge(String path, int maxBytes) {
    return new FailureException(
        new Failure.Sandbox(
            path + " is larger than the " + maxBytes + " bytes allowed for a read"));
  }

  /// As [Sandbox#write].
  public boolean write(String path, byte[] content) throws InterruptedException {
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      return false;
    }
    String script =
        "case $1 in */*) mkdir -p -- \"${1%/*}/\" || exit 1;; esac; exec "
            + COPY
            + " of=\"$1\" oflag=nonblock";
    return runner.run(own(LIMITS, script, path).withStdin(content)).result().ok();
  }

  /// As [Sandbox#copyIn].
  public void copyIn(Path hostDirectory, String path) throws InterruptedException {
    try {
      unpack(HostTree.read(hostDirectory), path);
    } catch (IOException e) {
      throw unreadable(hostDirectory, e);
    }
  }

  /// What a copy fails with whose source cannot be read.
  public static FailureException unreadable(Path hostDirectory, IOException why) {
    return new FailureException(
        new Failure.Sandbox("cannot copy " + hostDirectory + " into a sandbox: " + why), why);
  }

  /// Unpacks a tree below a directory, which is made where there is none.
  public void unpack(List<DeltaEntry> entries, String directory) throws InterruptedException {
    String script = "mkdir -p -- \"$1\" && " + UNPACK + " -C \"$1\"";
    var unpack = own(LIMITS, script, directory).withStdin(DeltaArchive.tree(entries));
    runner.run(unpack).require("unpack files");
  }

  /// As [Sandbox#apply].
  public void apply(WorkspaceDelta delta) throws InterruptedException {
    List<DeltaEntry> entries = DeltaArchive.decode(delta);
    var paths = new StringBuilder();
    entries.forEach(entry -> paths.append(kind(entry)).append(entry.path()).append('\0'));
    byte[] first = paths.toString().getBytes(StandardCharsets.UTF_8);
    byte[] tree =
        DeltaArchive.tree(
            entries.stream().filter(entry -> !(entry instanceof DeltaEntry.Deleted)).toList());
    // One command for both: the paths come first on its input, the archive after them. What tar
    // would not replace by itself is removed before.
    String script =
        """
        cd / || exit
        head -c "$1" | while IFS= read -r -d '' entry; do
          path=./${entry:1}
          [[ -d $path && ! -L $path ]] && is=directory || is=other
          case ${entry:0:1}-$is in
            x-* | f-directory | d-other) rm -rf -- "$path" ;;
          esac
        done
        """
            + UNPACK;
    byte[] input = Arrays.copyOf(first, first.length + tree.length);
    System.arraycopy(tree, 0, input, first.length, tree.length);
    var apply = own(LIMITS, script, Integer.toString(first.length)).withStdin(input);
    runner.run(apply).require("apply " + delta);
  }

  /// A letter for what an entry does with what is there: a directory is merged with one, a file
  /// takes the place of one, and what is gone or replaced is removed whatever it is.
  private static char kind(DeltaEntry entry) {
    return switch (entry) {
      case DeltaEntry.Deleted _ -> 'x';
      case DeltaEntry.Directory(_, _, var contents) ->
          contents == DeltaEntry.Contents.REPLACED ? 'x' : 'd';
      default -> 'f';
    };
  }

  private static Command own(Command.Limits limits, String script, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("bash", "-c", script, "sandbox"));
    argv.addAll(List.of(arguments));
    return Command.of(argv, limits).withVariables(Map.of("PATH", PATH));
  }
}
