package dev.millrace.rollout.sandbox.docker;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import dev.millrace.rollout.sandbox.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where Podman builds otherwise than Docker. It has names of its own for networks and takes the
/// host's unless it is told of a namespace; and a step goes on when nobody waits for it any more,
/// which is why each build has a control group by which its processes are found.
final class PodmanBuild {
  private static final String GROUP = "millrace-build-";
  private static final Pattern IN_GROUP = Pattern.compile("/" + GROUP + "([0-9a-f-]+)$");
  private static final String NETWORK = "[{\"Name\":\"network\",\"Host\":false,\"Path\":\"\"}]";

  private PodmanBuild() {}

  static boolean isPodman(Version version) {
    var components = version.getComponents();
    return components != null
        && components.stream().anyMatch(each -> "Podman Engine".equals(each.getName()));
  }

  /// What it has to be told.
  ///
  /// @param network a name of Docker's
  /// @param group of the build; not given where systemd would have to make it
  static Map<String, String> query(String network, Info info, String group) {
    Map<String, String> query = new HashMap<>();
    query.put("networkmode", network.equals("none") ? "NetworkDisabled" : "NetworkDefault");
    query.put("nsoptions", NETWORK);
    if ("cgroupfs".equals(info.getCGroupDriver())) {
      query.put("cgroupparent", GROUP + group);
    }
    return query;
  }

  /// The group of a build.
  static String group(Owner owner, String tag) {
    return owner.name() + "-" + tag;
  }

  /// Ends the processes of builds on this machine whose owners are dead.
  static void endOfDeadOwners() {
    end(group -> !Owner.isAlive(group));
  }

  /// Ends the processes of a build on this machine.
  static void end(String group) {
    end(group::equals);
  }

  private static void end(Predicate<String> isOver) {
    ProcessHandle.allProcesses()
        .filter(process -> isOver(process.pid(), isOver))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isOver(long pid, Predicate<String> isOver) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
      return lines
          .map(IN_GROUP::matcher)
          .filter(Matcher::find)
          .anyMatch(found -> isOver.test(found.group(1)));
    } catch (IOException | UncheckedIOException _) {
      // It has ended meanwhile.
      return false;
    }
  }
}
