package dev.millrace.rewards.integrity.origin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rewards.integrity.NetworkAttempt;
import dev.millrace.rewards.integrity.trace.Action;
import dev.millrace.rewards.integrity.trace.Installs;
import dev.millrace.rewards.integrity.trace.ShellCommand;
import dev.millrace.rewards.integrity.trace.Writes;
import dev.millrace.rollout.trajectory.Flag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds attempts to get something from the network: by commands, whether they came through or
/// not, by programs given on a command line, and by what the sandbox's proxy decided. What
/// stays on this machine is none.
public final class NetworkFetch implements Detector {
  private static final Set<String> FETCHERS =
      Set.of("curl", "wget", "http", "https", "httpie", "xh", "aria2c", "lynx", "w3m", "ftp");
  private static final Set<String> REMOTE_SHELLS = Set.of("ssh", "scp", "sftp", "telnet", "ftp");
  private static final Set<String> GIT =
      Set.of("clone", "fetch", "pull", "ls-remote", "submodule", "remote");
  private static final Pattern URL =
      Pattern.compile(
          "(?:https?|ftp|git|ssh)://(?:[^/@\\s'\"]*@)?(\\[[^\\]]*\\]" + "|[^/:\\s'\"?#]+)");
  private static final Pattern HOST =
      Pattern.compile("^(?:[\\w.-]+@)?([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)(?:[:/].*)?$");
  private static final Pattern LOCAL =
      Pattern.compile(
          "^(?:localhost|.*\\.localhost|127(?:\\.\\d+)+|0\\.0\\.0\\.0|\\[::1?\\]|::1"
              + "|.*\\.local|.*\\.internal"
              + "|.*\\.test|.*\\.example|example\\.(?:com|org|net)|\\$.*|\\{.*)$");
  private static final Pattern ASKS =
      Pattern.compile(
          "urlopen\\(|urlretrieve\\(|requests\\.(?:get|post|Session|request)\\(|httpx\\.|aiohttp"
              + "|http\\.client|socket\\.create_connection|\\bfetch\\(|https?\\.get\\(|axios"
              + "|LWP|Net::HTTP"
              + "|open-uri|huggingface_hub|load_dataset\\(|nltk\\.download");
  private static final Set<String> OFFLINE =
      Set.of("--offline", "--no-index", "--prefer-offline", "--dry-run", "--help", "-h");

  @Override
  public List<Flag> find(Evidence evidence) {
    List<Flag> flags = new ArrayList<>();
    for (Action action : evidence.actions()) {
      action.commands().stream()
          .flatMap(command -> seen(evidence, command).stream())
          .findFirst()
          .ifPresent(seen -> flags.add(evidence.flag(FlagKind.NETWORK_FETCH, action, seen)));
    }
    Set<String> hosts = new LinkedHashSet<>();
    for (NetworkAttempt attempt : evidence.network()) {
      if (!LOCAL.matcher(attempt.host()).matches() && hosts.add(attempt.host())) {
        flags.add(
            new Flag(
                FlagKind.NETWORK_FETCH.key(),
                null,
                attempt.host() + ":" + attempt.port(),
                "the proxy decided: " + attempt.verdict()));
      }
    }
    return List.copyOf(flags);
  }

  private static Optional<String> seen(Evidence evidence, ShellCommand command) {
    if (command.arguments().stream().anyMatch(OFFLINE::contains)) {
      return Optional.empty();
    }
    String line = "`" + command.line() + "`";
    if (FETCHERS.contains(command.name())) {
      return remote(command).map(host -> "asks " + host + ": " + line);
    }
    if (REMOTE_SHELLS.contains(command.name()) || command.name().equals("rsync")) {
      return command.operands().stream()
          .filter(word -> command.name().equals("rsync") ? word.contains(":") : true)
          .flatMap(word -> host(word).stream())
          .findFirst()
          .map(host -> "asks " + host + ": " + line);
    }
    if (Set.of("nc", "ncat", "netcat", "socat").contains(command.name())) {
      return command.operands().stream()
          .flatMap(word -> host(word).stream())
          .findFirst()
          .map(host -> "asks " + host + ": " + line);
    }
    if (command.name().equals("git")) {
      return git(command, line);
    }
    if (Installs.isInstall(command)) {
      return Packages.isLocal(Installs.withoutPython(command))
          ? Optional.empty()
          : Optional.of("asks for packages: " + line);
    }
    if (command.name().equals("npx")) {
      return command.hasOption("--no-install", "--no") || Packages.isInstalled(evidence, command)
          ? Optional.empty()
          : Optional.of("asks for a package: " + line);
    }
    if (command.name().equals("gh")) {
      return Optional.of("asks GitHub: " + line);
    }
    String inline = Writes.inline(command);
    return ASKS.matcher(inline).find()
        ? remote(inline).map(host -> "a program asks " + host)
        : Optional.empty();
  }

  private static Optional<String> git(ShellCommand command, String line) {
    Optional<String> verb = command.operands().stream().filter(GIT::contains).findFirst();
    if (verb.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> named =
        command.operands().stream()
            .flatMap(word -> word.contains("://") ? remote(word).stream() : scp(word).stream())
            .findFirst();
    boolean toRemote =
        switch (verb.get()) {
          case "clone", "ls-remote", "remote" -> named.isPresent();
          case "submodule" ->
              command.hasOption("update", "add") && !command.hasOption("--no-fetch");
          default ->
              named.isPresent()
                  || command.operands().size() == 1
                  || command.operands().stream().anyMatch(Set.of("origin", "upstream")::contains);
        };
    boolean isLook = verb.get().equals("remote") && !command.hasOption("update", "add");
    return toRemote && !isLook ? Optional.of("asks a remote: " + line) : Optional.empty();
  }

  private static Optional<String> scp(String word) {
    return word.contains(":") && word.contains("@") ? host(word) : Optional.empty();
  }

  private static Optional<String> remote(ShellCommand command) {
    Optional<String> url = remote(String.join(" ", command.arguments()));
    return url.isPresent()
        ? url
        : command.operands().stream().flatMap(word -> host(word).stream()).findFirst();
  }

  private static Optional<String> remote(String text) {
    Matcher url = URL.matcher(text);
    while (url.find()) {
      if (!LOCAL.matcher(url.group(1)).matches()) {
        return Optional.of(url.group(1));
      }
    }
    return Optional.empty();
  }

  /// A bare host name, no file: `example.dev/x`, not `page.html`.
  private static Optional<String> host(String word) {
    Matcher host = HOST.matcher(word);
    return host.matches()
            && !LOCAL.matcher(host.group(1)).matches()
            && !word.matches("[^:/]*\\.(?:html?|json|txt|py|js|tar|gz|zip|xml|csv|log|md|sh|pem)")
        ? Optional.of(host.group(1))
        : Optional.empty();
  }
}
