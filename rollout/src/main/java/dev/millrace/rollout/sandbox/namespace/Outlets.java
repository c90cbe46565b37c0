package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.PatientLock;
import dev.millrace.rollout.sandbox.network.AllowList;
import dev.millrace.rollout.sandbox.network.AllowListProxy;
import dev.millrace.rollout.sandbox.network.DecisionListener;
import dev.millrace.rollout.sandbox.network.ProxyLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens ways into the network, by one [Switchboard] that is started when the first is asked for.
/// Any thread may call it.
final class Outlets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outlets.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DIRECTORY = "millrace-network-";

  private final Processes processes;
  private final PatientLock lock =
      new PatientLock("the helper for ways into the network", Duration.ofMinutes(10));
  // Guarded by the lock.
  private @Nullable Board board;
  private long lines;

  /// The helper, as it is spoken to.
  ///
  /// @param sockets of proxies
  private record Board(
      Process process, OutputStream requests, MarkedStream answers, ScratchSpace sockets) {}

  private Outlets(Processes processes) {
    this.processes = processes;
  }

  /// Removes what dead processes have left.
  static Outlets in(Processes processes) throws IOException {
    if (Files.exists(directory(), LinkOption.NOFOLLOW_LINKS)) {
      ScratchSpace.removeOrphans(ownDirectory());
    }
    return new Outlets(processes);
  }

  /// @param listener hears what is decided
  /// @throws IOException when it cannot be opened here
  Outlet open(AllowList allowed, DecisionListener listener)
      throws IOException, InterruptedException {
    if (allowed.entries().isEmpty()) {
      return Outlet.NONE;
    }
    var outlet = new OpenOutlet(allowed, listener);
    boolean isOpen = false;
    lock.acquire();
    try {
      Board open = board();
      Path directory = Files.createDirectory(open.sockets().fresh());
      outlet.whenClosed(() -> delete(directory));
      Path socket = directory.resolve("proxy");
      var proxy = AllowListProxy.start(socket, allowed, ProxyLimits.DEFAULT, outlet);
      outlet.whenClosed(proxy::close);
      long number = ++lines;
      outlet.whenClosed(() -> hangUp(number));
      outlet.enteredThrough(entering(open, namespace(open, number, socket)));
      isOpen = true;
      return outlet;
    } finally {
      lock.release();
      if (!isOpen) {
        outlet.close();
      }
    }
  }

  private static List<String> entering(Board board, String namespace) {
    String target = Long.toString(board.process().pid());
    return List.of(
        "nsenter", "--target", target, "--user", "--preserve-credentials", "--net=" + namespace);
  }

  private String namespace(Board open, long number, Path socket)
      throws IOException, InterruptedException {
    say(open, "open " + number + " " + socket);
    String answer = answer(open);
    String expected = number + " /";
    if (!answer.startsWith(expected)) {
      throw new IOException("a way into the network could not be opened: " + answer);
    }
    return answer.substring(expected.length() - 1);
  }

  private String answer(Board open) throws IOException, InterruptedException {
    Future<String> line = processes.pump(open.answers()::line);
    try {
      return line.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // It may answer later, to another question.
      end();
      throw new IOException("the helper for ways into the network has failed: " + said(open), e);
    }
  }

  private static String said(Board open) throws IOException {
    open.process().destroyForcibly();
    byte[] text = open.process().getErrorStream().readNBytes(1000);
    return new String(text, StandardCharsets.UTF_8).strip();
  }

  private static void say(Board open, String request) throws IOException {
    open.requests().write((request + "\n").getBytes(StandardCharsets.UTF_8));
    open.requests().flush();
  }

  private Board board() throws IOException, InterruptedException {
    Board open = board;
    if (open == null || !open.process().isAlive()) {
      end();
      open = start();
      board = open;
    }
    return open;
  }

  private Board start() throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "setsid"));
    argv.addAll(List.of("unshare", "--user", "--map-root-user"));
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    argv.addAll(List.of("-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
    argv.addAll(List.of("-cp", classes().toString(), Switchboard.class.getName()));
    ScratchSpace sockets = ScratchSpace.open(ownDirectory());
    Process process = processes.start(argv);
    return new Board(
        process, process.getOutputStream(), new MarkedStream(process.getInputStream()), sockets);
  }

  private static Path classes() throws IOException {
    try {
      return Path.of(Switchboard.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("the classes of this program are at no path", e);
    }
  }

  /// A unix socket's path has at most 107 bytes: it does not go below the scratch directory.
  private static Path directory() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), DIRECTORY + System.getProperty("user.name"));
  }

  private static Path ownDirectory() throws IOException {
    var mode = PosixFilePermissions.fromString("rwx------");
    Path own = Files.createDirectories(directory(), PosixFilePermissions.asFileAttribute(mode));
    boolean isOwn =
        Files.getPosixFilePermissions(own, LinkOption.NOFOLLOW_LINKS).equals(mode)
            && Files.getOwner(own, LinkOption.NOFOLLOW_LINKS)
                .getName()
                .equals(System.getProperty("user.name"));
    if (!isOwn) {
      throw new IOException(own + " is not this user's alone, as it has to be: remove it");
    }
    return own;
  }

  private void hangUp(long number) {
    lock.acquireToTheEnd();
    try {
      Board open = board;
      if (open != null && open.process().isAlive()) {
        say(open, "close " + number);
      }
    } catch (IOException e) {
      // It has ended meanwhile, and its ways with it.
      LOG.atDebug().setCause(e).log("the helper for ways into the network has ended");
    } finally {
      lock.release();
    }
  }

  private static void delete(Path directory) {
    try {
      HostTree.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove a proxy's directory " + directory, e);
    }
  }

  private void end() throws IOException {
    Board open = board;
    board = null;
    if (open != null) {
      open.process().destroyForcibly();
      open.sockets().close();
    }
  }

  /// Ends the helper; the outlets are their sandboxes'.
  @Override
  public void close() throws IOException {
    lock.acquireToTheEnd();
    try {
      end();
    } finally {
      lock.release();
    }
  }
}
