package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates of our own in the markup of each family of models. `check_families.py` holds the
/// expected texts against jinja2.
class FamilyTemplatesTest {
  private static final Path FAMILIES = families();

  @ParameterizedTest
  @ValueSource(strings = {"qwen_xml", "glm", "kimi", "deepseek", "minimax", "llama", "harmony"})
  void aConversationWithToolsRendersAsExpected(String family) throws IOException {
    TemplateSource source = TemplateSource.read(FAMILIES.resolve(family + ".jinja"));
    Rendering rendering =
        TemplateVectors.conversation(FAMILIES.resolve("conversation.json"), source).rendering();
    assertEquals(Files.readString(FAMILIES.resolve(family + ".txt")), rendering.text());
  }

  private static Path families() {
    try {
      return Path.of(
          Objects.requireNonNull(FamilyTemplatesTest.class.getResource("families")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the families are not beside the test", e);
    }
  }
}
