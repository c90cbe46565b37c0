package dev.millrace.rewards.integrity.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretRulesTest {
  @TempDir Path directory;

  private SecretScanner scanner(String toml) throws IOException {
    return new SecretScanner(
        SecretRules.load(Files.writeString(directory.resolve("rules.toml"), toml)));
  }

  private static List<String> found(SecretScanner scanner, String text) {
    return scanner.scan(text).stream().map(one -> one.rule() + " " + one.secret()).toList();
  }

  @Test
  void bundledRulesAreReadAndMany() {
    assertTrue(SecretRules.bundled().size() >= 60, "" + SecretRules.bundled().size());
  }

  /// The `millrace` launcher gives its threads half a mebibyte.
  @Test
  void bundledRulesAreReadAndUsedOnTheStackOfTheLauncher() throws Exception {
    String text = "password = " + "aB3-".repeat(2_000) + "\ntoken: eyJ" + "x9_Z".repeat(2_000);
    var scanning =
        new FutureTask<>(() -> new SecretScanner(SecretRules.bundled()).scan(text.repeat(4)));
    new Thread(null, scanning, "small", 512 << 10).start();
    assertEquals(new SecretScanner(SecretRules.bundled()).scan(text.repeat(4)), scanning.get());
  }

  @Test
  void secretIsTheNamedGroupOrTheFirstOrAll() throws IOException {
    String rule = "[[rules]]\nid = \"r\"\nkeywords = [\"TOK\"]\n";
    assertEquals(
        List.of("r 22"),
        found(scanner(rule + "regex = '''tok-(\\d+)-(\\d+)'''\nsecretGroup = 2\n"), "tok-11-22"));
    assertEquals(
        List.of("r 11"), found(scanner(rule + "regex = '''tok-(\\d+)-(\\d+)'''\n"), "tok-11-22"));
    assertEquals(List.of("r tok-1"), found(scanner(rule + "regex = '''tok-\\d'''\n"), "a tok-1 b"));
  }

  @Test
  void keywordIsNeededAndCaseIsNot() throws IOException {
    SecretScanner scanner =
        scanner("[[rules]]\nid = \"r\"\nregex = '''\\d{4}'''\nkeywords = [\"Pin\"]\n");
    assertEquals(List.of(), found(scanner, "1234"));
    assertEquals(List.of("r 1234"), found(scanner, "PIN 1234"));
  }

  @Test
  void plainTextIsBelowTheEntropy() throws IOException {
    SecretScanner scanner = scanner("[[rules]]\nid = \"r\"\nregex = '''k=(\\w+)'''\nentropy = 3\n");
    assertEquals(List.of(), found(scanner, "k=aaaabbbb"));
    assertEquals(List.of("r a1b2c3d4e5"), found(scanner, "k=a1b2c3d4e5"));
  }

  @Test
  void allowlistsLookAtSecretMatchLineAndStopwords() throws IOException {
    String rule = "[[rules]]\nid = \"r\"\nregex = '''key (\\w+)'''\n[[rules.allowlists]]\n";
    String text = "key abc # ok\nkey abd";
    assertEquals(List.of("r abd"), found(scanner(rule + "regexes = ['''^abc$''']\n"), text));
    assertEquals(
        List.of("r abd"),
        found(scanner(rule + "regexTarget = \"line\"\nregexes = ['''ok''']\n"), text));
    assertEquals(
        List.of("r abd"),
        found(scanner(rule + "regexTarget = \"match\"\nregexes = ['''key abc''']\n"), text));
    assertEquals(List.of("r abc"), found(scanner(rule + "stopwords = [\"BD\"]\n"), text));
  }

  @Test
  void allConditionsHoldWithAnd() throws IOException {
    String toml =
        """
        [[rules]]
        id = "r"
        regex = '''key (\\w+)'''
        [[rules.allowlists]]
        condition = "AND"
        stopwords = ["a"]
        paths = ['''^docs/''']
        """;
    SecretScanner scanner = scanner(toml);
    assertEquals(1, scanner.scan("key abc", "src/x").size());
    assertEquals(0, scanner.scan("key abc", "docs/x").size());
    assertEquals(1, scanner.scan("key xyz", "docs/x").size());
  }

  @Test
  void globalAllowlistMayNameItsRules() throws IOException {
    String toml =
        """
        [[allowlists]]
        targetRules = ["a"]
        regexes = ['''1$''']
        [[rules]]
        id = "a"
        regex = '''a\\d'''
        [[rules]]
        id = "b"
        regex = '''b\\d'''
        """;
    assertEquals(List.of("b b1", "a a2"), found(scanner(toml), "a1 b1 a2"));
  }

  @Test
  void requiredRuleHasToBeNear() throws IOException {
    String toml =
        """
        [[rules]]
        id = "id"
        regex = '''id-\\d'''
        [[rules]]
        id = "secret"
        regex = '''se-\\d'''
        [[rules.required]]
        id = "id"
        withinLines = 1
        """;
    assertEquals(List.of("id id-1", "secret se-1"), found(scanner(toml), "id-1\nse-1"));
    assertEquals(List.of("id id-1"), found(scanner(toml), "id-1\n\n\nse-1"));
  }

  @Test
  void fileExtendsTheBundledOnesAndSwitchesSomeOff() throws IOException {
    Files.writeString(
        directory.resolve("more.toml"),
        "[extend]\nuseDefault = true\ndisabledRules = [\"npm-token\"]\n");
    SecretRules rules =
        SecretRules.load(
            Files.writeString(
                directory.resolve("rules.toml"),
                "[extend]\npath = \"more.toml\"\n[[rules]]\nid = \"x\"\nregex = '''x'''\n"));
    assertEquals(SecretRules.bundled().size(), rules.size());
  }

  @Test
  void wrongRuleIsNamed() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> scanner("[[rules]]\nid = \"bad\"\nregex = '''(?=a)'''\n"))
            .getMessage();
    assertTrue(String.valueOf(message).contains("rule bad: not a pattern of RE2"), message);
    assertThrows(IllegalArgumentException.class, () -> scanner("[[rules]]\nid = \"none\"\n"));
    assertThrows(IllegalArgumentException.class, () -> scanner("rules = ["));
  }
}
