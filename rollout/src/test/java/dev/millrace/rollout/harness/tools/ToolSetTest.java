package dev.millrace.rollout.harness.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.harness.PlannedSandboxes;
import dev.millrace.rollout.harness.Runs;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import dev.millrace.rollout.trajectory.ToolStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolSetTest {
  private static final Task TASK = Runs.task(Runs.LIMITS);

  private final List<Command> commands = new ArrayList<>();
  private final PlannedSandboxes sandboxes =
      new PlannedSandboxes(
          (command, _) -> {
            commands.add(command);
            return switch (command.argv().getLast()) {
              case "hang" -> PlannedSandboxes.timedOut("began\n");
              case "fail" -> PlannedSandboxes.exited(2, "");
              case "refused" -> PlannedSandboxes.exited(3, "no such order\n");
              case "unittest" -> PlannedSandboxes.exited(0, "Ran 3 tests in 0.123s\n\nOK\n");
              default -> PlannedSandboxes.exited(0, "fine\n");
            };
          });
  private final Workspace workspace =
      new Workspace(sandboxes, TASK.environment(), InstantSource.system());
  private final ToolSet tools = ToolSet.of(TASK.toolbox(), TASK.limits());

  private ToolResult call(String tool, String argumentsJson) throws InterruptedException {
    return call(tools, tool, argumentsJson);
  }

  private ToolResult call(ToolSet set, String tool, String argumentsJson)
      throws InterruptedException {
    return set.execute(
        new ToolCall("call_0", tool, argumentsJson.replace('\'', '"')),
        workspace,
        Duration.ofMinutes(1));
  }

  private void file(String path, String content) throws InterruptedException {
    workspace.sandbox().write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private String content(String path) throws InterruptedException {
    return new String(workspace.sandbox().read(path, 1000).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void toolsComeInAFixedOrderWithTheTasksFunctionsLast() {
    assertEquals(
        List.of("bash", "read_file", "write_file", "edit_file", "search", "submit", "pay"),
        tools.specs().stream().map(ToolSpec::name).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bsh    | {}                                 | UNKNOWN_TOOL      | there is no tool bsh;"
            + " did you mean \"bash\"?",
        "bash   | {'command': 'x'                    | MALFORMED_CALL    | the arguments are not"
            + " JSON",
        "bash   | [1]                                | MALFORMED_CALL    | the arguments are no"
            + " JSON object",
        "bash   | {}                                 | INVALID_ARGUMENTS | required property"
            + " 'command' not found",
        "bash   | {'command': 5}                     | INVALID_ARGUMENTS | /command: integer"
            + " found, string expected",
        "bash   | {'command': 'x', 'cmd': 'y'}       | INVALID_ARGUMENTS | 'cmd'",
        "bash   | {'command': 'x', 'timeout_seconds': 0} | INVALID_ARGUMENTS | minimum value of 1",
        "pay    | {'cents': 0}                       | INVALID_ARGUMENTS | /cents: must have a"
            + " minimum value of 1",
        "bash   | {'command': 'hang'}                | TIMED_OUT         | began\\n"
            + "[timed out after 30 s]",
        "bash   | {'command': 'fail'}                | COMMAND_FAILED    | [exit status 2]",
        "bash   | {'command': 'unittest'}            | OK                | Ran 3 tests in 0.000s\\n"
            + "\\n"
            + "OK",
        "bash   | {'command': 'ls'}                  | OK                | fine",
        "read_file | {'path': 'none'}                | TOOL_ERROR        | none: no such file",
        "write_file | {'path': '/proc/x', 'content': ''} | TOOL_ERROR    | /proc/x: cannot be"
            + " written",
        "write_file | {'path': 'a', 'content': 'é'}  | OK                | wrote a (2 bytes)",
        "edit_file | {'path': 'none', 'old': 'a', 'new': 'b'} | TOOL_ERROR | none: no such file",
        "submit | {'answer': '5'}                    | OK                | ''",
      })
  void everyStatusHasItsText(String tool, String arguments, ToolStatus status, String text)
      throws InterruptedException {
    ToolResult result = call(tool, arguments);
    assertEquals(status, result.status(), result.text());
    assertTrue(result.text().contains(text.replace("\\n", "\n")), result.text());
  }

  @Test
  void aCommandsTimeIsTheShortestOfAllLimits() throws InterruptedException {
    call("bash", "{'command': 'x'}");
    call("bash", "{'command': 'x', 'timeout_seconds': 3}");
    call("bash", "{'command': 'x', 'timeout_seconds': 99}");
    tools.execute(
        new ToolCall("c", "bash", "{\"command\": \"x\"}"), workspace, Duration.ofSeconds(1));
    assertEquals(
        List.of(30L, 3L, 30L, 1L),
        commands.stream().map(command -> command.limits().time().toSeconds()).toList());
  }

  @Test
  void anEditReplacesTheOnePlaceAndKeepsOtherBytes() throws InterruptedException {
    workspace.sandbox().write("f", new byte[] {(byte) 0xff, 'a', 'b', (byte) 0xfe});
    assertEquals(
        ToolStatus.OK, call("edit_file", "{'path': 'f', 'old': 'ab', 'new': 'é'}").status());
    byte[] after = workspace.sandbox().read("f", 100).orElseThrow();
    assertEquals("ffc3a9fe", HexFormat.of().formatHex(after));
  }

  @ParameterizedTest
  @CsvSource({"aa,found 2 times", "zz,not found", "'',old is empty"})
  void anEditOfAnythingButOnePlaceIsRefused(String old, String why) throws InterruptedException {
    file("f", "aaa");
    ToolResult result = call("edit_file", "{'path': 'f', 'old': '" + old + "', 'new': 'b'}");
    assertEquals(ToolStatus.TOOL_ERROR, result.status());
    assertTrue(result.text().contains(why), result.text());
    assertEquals("aaa", content("f"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                       'a\nb\nc\n'",
    "', ''offset'': 2',        'b\nc'",
    "', ''limit'': 1',         'a'",
    "', ''offset'': 2, ''limit'': 1', 'b'",
    "', ''offset'': 9',        'f: has 3 lines, so none from line 9'",
  })
  void aFileIsReadWholeOrByLines(String more, String expected) throws InterruptedException {
    file("f", "a\nb\nc\n");
    assertEquals(expected, call("read_file", "{'path': 'f'" + more + "}").text());
  }

  @Test
  void aLongFileIsShownWithItsMiddleCut() throws InterruptedException {
    file("f", "x".repeat(200) + "y".repeat(300));
    assertEquals(
        "x".repeat(200) + "\n[... 100 characters cut ...]\n" + "y".repeat(200),
        call("read_file", "{'path': 'f'}").text());
  }

  @Test
  void aFileBeyondTheBoundIsARefusalNotAFailure() throws InterruptedException {
    file("f", "x".repeat(5 << 20));
    ToolResult result = call("read_file", "{'path': 'f'}");
    assertEquals(ToolStatus.TOOL_ERROR, result.status());
    assertTrue(result.text().contains("larger than 4 MiB"), result.text());
  }

  @Test
  void aFunctionGetsItsArgumentsOnStdin() throws InterruptedException {
    assertEquals("fine", call("pay", "{'cents': 5}").text());
    assertEquals(List.of("python3", "/srv/s.py", "pay"), commands.getFirst().argv());
    assertEquals("{\"cents\":5}", new String(commands.getFirst().stdin(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "refused,REFUSED,no such order",
    "fail,TOOL_ERROR,tool fail broke (exit 2)",
    "hang,TIMED_OUT,began"
  })
  void aFunctionMayRefuseBreakOrHang(String name, ToolStatus status, String text)
      throws InterruptedException {
    ToolSpec function = new ToolSpec(name, "Does.", "{\"type\": \"object\"}");
    ToolSet set = ToolSet.of(new Toolbox(Set.of(), List.of(function), List.of("s")), TASK.limits());
    ToolResult result = call(set, name, "{}");
    assertEquals(status, result.status());
    assertTrue(result.text().startsWith(text), result.text());
  }

  @Test
  void aFunctionWhoseSchemaIsNoneIsAFailureOfTheEnvironment() {
    ToolSpec function = new ToolSpec("f", "Does.", "{\"$ref\": \"https://example.org/s.json\"}");
    Toolbox toolbox = new Toolbox(Set.of(), List.of(function), List.of("s"));
    FailureException e =
        assertThrows(FailureException.class, () -> ToolSet.of(toolbox, TASK.limits()));
    assertInstanceOf(Failure.Environment.class, e.failure());
    assertTrue(e.failure().detail().contains("not fetched"), e.failure().detail());
  }

  @Test
  void onlyAValidSubmitHasAnAnswer() throws InterruptedException {
    assertEquals("", call("submit", "{}").answer());
    assertNull(call("submit", "{'answer': 5}").answer());
  }
}
