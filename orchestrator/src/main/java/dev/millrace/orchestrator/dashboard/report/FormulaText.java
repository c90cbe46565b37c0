package dev.millrace.orchestrator.dashboard.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rewards.formula.Formula;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The text of a formula whose digest is known.
public final class FormulaText {
  private static final Logger LOG = LoggerFactory.getLogger(FormulaText.class);

  private FormulaText() {}

  /// The text that has this digest: a preset's, or the one that a run's report names; nothing when
  /// neither has it.
  public static Optional<String> of(String digest, Path reportJson) {
    return Stream.concat(Formula.PRESETS.values().stream().sorted(), reported(reportJson).stream())
        .filter(text -> digest(text).equals(digest))
        .findFirst();
  }

  private static Optional<String> reported(Path reportJson) {
    if (!Files.exists(reportJson)) {
      return Optional.empty();
    }
    try {
      JsonNode report = new ObjectMapper().readTree(reportJson.toFile());
      return Optional.ofNullable(report.path("run").path("formula").textValue());
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", reportJson)
          .addKeyValue("reason", e.getMessage())
          .log("the report cannot be read");
      return Optional.empty();
    }
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
