package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.bench.TemplateTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateCommandTest {
  private static final String TEMPLATE =
      "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}";

  @TempDir private Path dir;

  private Path conversation = Path.of("conversation.json");

  @BeforeEach
  void write() throws IOException {
    conversation =
        file(
            "conversation.json",
            """
            {"messages": [{"role": "user", "content": "Hi."}, {"role": "tool", "content": "3"}],
             "template": "own {{ messages | length }}"}
            """);
  }

  private Path file(String name, String content) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, content);
  }

  private Called render(Path template) {
    return Called.millrace(
        "template", "render", conversation.toString(), "--template", template.toString());
  }

  @Test
  void conversationIsRenderedWithItsOwnTemplateAndNothingAfterIt() {
    Called called = Called.millrace("template", "render", conversation.toString());
    assertEquals(new Called(0, "own 2", ""), called);
  }

  @Test
  void templateBesideItWins() throws IOException {
    Called called = render(file("t.jinja", TEMPLATE));
    assertEquals(new Called(0, "user: Hi.\ntool: 3\n", ""), called);
  }

  @Test
  void modelsDirectoryGivesTemplateAndSpecialTokens() throws IOException {
    file("model/tokenizer_config.json", "{\"bos_token\": {\"content\": \"<s>\"}}");
    Path template = file("model/chat_template.jinja", TEMPLATE);
    assertEquals("<s>user: Hi.\ntool: 3\n", render(template.resolveSibling("")).out());
  }

  @Test
  void tokenizerConfigurationMayNameSeveral() throws IOException {
    Path config =
        file(
            "old/tokenizer_config.json",
            """
            {"bos_token": "<s>", "chat_template": [
              {"name": "tool_use", "template": "no"},
              {"name": "default", "template": "{{ bos_token }} yes"}]}
            """);
    assertEquals("<s> yes", render(config).out());
    assertEquals("<s> yes", render(config.resolveSibling("")).out());
  }

  @Test
  void directoryWithoutATemplateIsNamed() throws IOException {
    Called called = render(Files.createDirectory(dir.resolve("empty")));
    assertEquals(1, called.status());
    assertTrue(called.err().contains("tokenizer_config.json"), called.err());
    assertEquals("", called.out());
  }

  @Test
  void filesThatAreNoConversationAreNamedWithWhatWasExpected() throws IOException {
    Path broken = file("broken.json", "{\"messages\": [\n oops]}");
    assertFailure(broken, broken + ", line 2, column ", "with messages");
    assertFailure(dir, dir + " is a directory", "with messages");
    Path missing = dir.resolve("missing.json");
    assertFailure(missing, missing + " does not exist", "with messages");
    Path list = file("list.json", "[]");
    assertFailure(list, list + " is JSON, but no object", "with messages");
    Path other = file("other.json", "{\"template\": \"x\"}");
    assertFailure(other, other + " has no list of messages");
  }

  private static void assertFailure(Path conversation, String... parts) {
    Called called = Called.millrace("template", "render", conversation.toString());
    assertEquals("1 ", called.status() + " " + called.out());
    for (String part : parts) {
      assertTrue(called.err().contains(part), part + " is not in " + called.err());
    }
    assertFalse(called.err().contains("REDACTED"), called.err());
  }

  /// The form that the help shows is one that is checked.
  @Test
  void helpShowsAVectorFile() throws IOException {
    String help = Called.millrace("template", "check", "--help").out();
    int start = help.indexOf("  {");
    Path vector = file("shown/a.json", help.substring(start, help.indexOf("}]}", start) + 3));
    Called called = Called.millrace("template", "check", vector.resolveSibling("").toString());
    assertEquals("a.json: 1 of 1", called.lines().getFirst(), called.err());
  }

  @Test
  void brokenVectorFileIsNamed() throws IOException {
    Path vector = file("vectors/b.json", "nothing");
    Called called = Called.millrace("template", "check", vector.resolveSibling("").toString());
    assertEquals(1, called.status());
    assertTrue(
        called.err().contains(vector + ", line 1") && called.err().contains("a list of cases"),
        called.err());
  }

  @Test
  void templateThatIsNoTextIsNamed() throws IOException {
    Path binary = Files.write(dir.resolve("t.bin"), new byte[] {(byte) 0xff, 0});
    assertTrue(render(binary).err().contains(binary + " is not UTF-8 text"), render(binary).err());
  }

  @Test
  void wholeNumbersOfAnySizeAreRendered() throws IOException {
    Path large =
        file(
            "large.json",
            """
            {"messages": [{"n": 12345678901234567890123, "m": 9223372036854775807, "x": 1.0}],
             "template": "{{ messages[0] | tojson }}"}
            """);
    assertEquals(
        "{\"n\": 12345678901234567890123, \"m\": 9223372036854775807, \"x\": 1.0}",
        Called.millrace("template", "render", large.toString()).out());
  }

  @Test
  void templateThatRefusesSaysWhere() throws IOException {
    Called called = render(file("t.jinja", "\n{{ raise_exception('no tools') }}"));
    assertEquals(1, called.status());
    assertTrue(called.err().contains("no tools") && called.err().contains("2"), called.err());
  }

  @Test
  void timeIsGivenForOneRendering() throws IOException {
    AtomicLong now = new AtomicLong();
    // A round is a hundred renderings, so that each takes 5 ms.
    TemplateTimes times = new TemplateTimes(() -> now.getAndAdd(500_000_000));
    Called called =
        Called.command(
            new TemplateTimeCommand(times),
            conversation.toString(),
            "--template",
            file("t.jinja", TEMPLATE).toString());
    assertEquals(0, called.status(), called.err());
    assertEquals(
        List.of(
            "messages\t2.0",
            "rendered_characters\t18.0",
            "rounds\t10.0",
            "median_render_us\t5000.0",
            "best_render_us\t5000.0"),
        called.lines());
  }

  @Test
  void vectorsThatDifferAreShownWithTheirPlace() throws IOException {
    file(
        "vectors/a.json",
        """
        {"template": "{{ messages[0].content }}", "special_tokens": {}, "cases": [
          {"messages": [{"role": "user", "content": "x"}], "expected": "x"},
          {"messages": [{"role": "user", "content": "xy"}], "expected": "xz"}]}
        """);
    Called called = Called.millrace("template", "check", dir.resolve("vectors").toString());
    assertEquals(1, called.status());
    assertEquals(
        List.of(
            "a.json: 1 of 2",
            "  case 1: at character 1 expected \"z\", found \"y\"",
            "1 of 2 cases are identical"),
        called.lines());
  }
}
