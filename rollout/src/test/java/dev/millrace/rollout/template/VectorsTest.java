package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Real templates, rendered by Python's jinja2.
class VectorsTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("millrace.root", "."), "..", "shared", "vectors")
          .resolve("chat-templates");

  @Test
  void everyVectorIsRenderedAsJinjaDoes() throws IOException {
    assumeTrue(Files.isDirectory(VECTORS), "the golden vectors are not here");
    List<TemplateVectors.FileResult> results = TemplateVectors.check(VECTORS);
    assertFalse(results.isEmpty());
    for (TemplateVectors.FileResult result : results) {
      assertEquals(List.of(), result.differences(), result.file());
    }
  }
}
