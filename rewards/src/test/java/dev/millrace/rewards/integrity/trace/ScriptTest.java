package dev.millrace.rewards.integrity.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class ScriptTest {
  private static List<String> lines(String script) {
    return Script.commands(script, "/app").stream().map(ShellCommand::line).toList();
  }

  @Test
  void separatorsAndQuotesAreRead() {
    assertEquals(
        List.of("cd sub dir", "git log --all", "echo a; b | c", "grep x", "ls"),
        lines("cd 'sub dir' && git log --all; echo \"a; b | c\" | grep x || ls # git fsck"));
  }

  @Test
  void hereDocumentsAreInputAndNoCommands() {
    ShellCommand cat =
        Script.commands("cat > a.py <<'EOF'\ngit log --all\nEOF\nls", "/app").getFirst();
    assertEquals("git log --all\n", cat.stdin());
    assertEquals("/app/a.py", cat.resolve(cat.redirects().getFirst().target()));
    assertEquals(List.of("cat", "ls"), lines("cat > a.py <<'EOF'\ngit log --all\nEOF\nls"));
  }

  @Test
  void substitutionsAreCommandsToo() {
    assertEquals(
        List.of("git rev-list --all", "git grep x $(…)"),
        lines("git grep x $(git rev-list --all)"));
    assertEquals(List.of("id -u", "echo $(…)"), lines("echo \"`id -u`\""));
    assertEquals(List.of("a", "b", "c"), lines("(a; (b)) ; c"));
    assertEquals(List.of("sort x", "diff <(…) y"), lines("diff <(sort x) y"));
  }

  @Test
  void wrappersAndShellsAreTakenOff() {
    assertEquals(List.of("curl x"), lines("sudo -u root env A=b timeout -k 1 10 curl x"));
    assertEquals(List.of("bash -lc git fetch", "git fetch"), lines("bash -lc 'git fetch'"));
    assertEquals(List.of("ls", "xargs -n 1 rm -f", "rm -f"), lines("ls | xargs -n 1 rm -f"));
    assertEquals(List.of("pip install x"), lines("if pip install x; then :; fi").subList(0, 1));
  }

  @Test
  void directoryFollowsCd() {
    List<ShellCommand> commands = Script.commands("cd ../x && touch y", "/app");
    assertEquals("/x/y", commands.getLast().resolve("y"));
  }

  @Test
  void assignmentsStandBeforeTheName() {
    ShellCommand command = Script.commands("LD_PRELOAD=./x.so pytest -q 2>&1", "/app").getFirst();
    assertEquals("pytest -q", command.line());
    assertEquals("./x.so", command.assignments().get("LD_PRELOAD"));
  }

  @Property(tries = 2000, seed = "7")
  void anyTextIsReadToItsEnd(
      @ForAll @StringLength(max = 60) @CharRange(from = ' ', to = '~') String text) {
    Script.commands(text.replace('z', '\n').replace('y', '`').replace('x', '('), "/app");
  }
}
