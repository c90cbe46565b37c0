package dev.millrace.rewards.formula;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Rating;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// How a score's parts add up: a CEL expression over [Variables] whose value is a number, e.g.
/// `correctness + 0.3 * coverage - (flags.exists(f, f == "tests_edited") ? 1 : 0)`. All its numbers
/// are doubles, so `1` and `1.0` are the same. Immutable; any thread may use it.
public final class Formula {
  /// Formulas that a configuration can name instead of writing them.
  public static final Map<String, String> PRESETS =
      Map.of(
          "default", "correctness + 0.3 * coverage - 0.00001 * tokens - penalty",
          "plain", "correctness + coverage - 0.001 * tokens",
          "staged",
              "correctness + 0.3 * repaired + 0.05 * (built + collected + ran)"
                  + " - 0.00001 * tokens - penalty");

  /// What a total may be at most: sums, means and squares over any group are finite then.
  private static final double LARGEST = 1e9;

  private static final Cel CEL = cel();

  private final String text;
  private final CelRuntime.Program program;
  private final List<String> reads;
  private final Reads parts;
  private final boolean isJudgeAlone;

  private Formula(String text, CelRuntime.Program program, List<String> reads, Reads parts) {
    this.text = text;
    this.program = program;
    this.reads = reads;
    this.parts = parts;
    this.isJudgeAlone = parts.judge() && !new Trial(parts).isMovedByAVerifier(this::value);
  }

  /// Compiles a formula.
  ///
  /// @param key where it stands in the configuration, for messages, e.g. `reward.formula`
  /// @param textOrPreset CEL, or the name of one of the [#PRESETS]
  /// @throws IllegalArgumentException when it is not a formula; the message names the key, the line
  ///     and column, and the variables there are
  public static Formula compile(String key, String textOrPreset) {
    String text = PRESETS.getOrDefault(textOrPreset.strip(), textOrPreset);
    try {
      CelAbstractSyntaxTree parsed = CEL.parse(text).getAst();
      CelAbstractSyntaxTree checked = CEL.check(Doubles.coerce(parsed)).getAst();
      List<String> reads =
          checked.getReferenceMap().values().stream().map(CelReference::name).distinct().toList();
      return new Formula(text, CEL.createProgram(checked), reads, Reads.of(parsed));
    } catch (CelValidationException e) {
      throw new IllegalArgumentException(explain(key, text, e.getErrors()), e);
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  /// The formula's text, a preset's name resolved.
  public String text() {
    return text;
  }

  /// Whether a judge's word is among what it reads.
  public boolean readsJudge() {
    return parts.judge();
  }

  /// Whether it has no value without a judge's mean.
  public boolean needsJudge() {
    return reads.contains(Rating.PART);
  }

  /// Whether a judge's word decides with nothing beside it that a verifier measured: such numbers
  /// are not read, or whatever they are, the total is the same. What an episode used and how it
  /// behaved (tokens, turns, calls, flags) is no measure of its result.
  public boolean isJudgeAlone() {
    return isJudgeAlone;
  }

  /// The parts that it asks for by a name and that are not there, guarded or not.
  ///
  /// @param there the names of the parts that are
  public List<String> absent(Set<String> there) {
    return parts.names().stream()
        .filter(Variables::isPart)
        .filter(name -> !there.contains(name))
        .toList();
  }

  /// SHA-256 (hex) of [#text()].
  public String digest() {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The total.
  ///
  /// @throws FailureException with `Failure.Verifier` when the formula has no value there, or one
  ///     that is further than 1e9 from 0; a metric, score or part that is not there is named, and
  ///     never read as 0
  public double total(Variables variables) {
    List<String> missing = variables.missing(reads);
    if (!missing.isEmpty()) {
      throw new FailureException(
          new Failure.Verifier(
              "the reward formula `"
                  + text
                  + "` reads "
                  + String.join(", ", missing)
                  + ", which this score was stored without; judge the end state again"));
    }
    Object value;
    try {
      value = program.eval(variables.byName());
    } catch (CelEvaluationException e) {
      throw new FailureException(
          new Failure.Verifier(
              "the reward formula `"
                  + text
                  + "` has no value for "
                  + variables
                  + ": "
                  + e.getMessage()),
          e);
    }
    double total = ((Number) value).doubleValue();
    if (!(Math.abs(total) <= LARGEST)) {
      String advice =
          Double.isFinite(total)
              ? "; a total is at most 1e9: scale what it reads, by metadata.measures or in the"
                  + " formula"
              : "; guard the division in it";
      throw new FailureException(
          new Failure.Verifier(
              "the reward formula `" + text + "` gives " + total + " for " + variables + advice));
    }
    return total;
  }

  /// Empty where it has no finite value.
  private OptionalDouble value(Variables variables) {
    try {
      double value = ((Number) program.eval(variables.byName())).doubleValue();
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (CelEvaluationException _) {
      return OptionalDouble.empty();
    }
  }

  private static String explain(String key, String text, List<CelIssue> issues) {
    String problems =
        issues.stream()
            .map(
                issue ->
                    "line %d, column %d: %s"
                        .formatted(
                            issue.getSourceLocation().getLine(),
                            issue.getSourceLocation().getColumn() + 1,
                            issue.getMessage()))
            .collect(Collectors.joining("; "));
    return key
        + ": not a reward formula: "
        + problems
        + "\n  "
        + text.replace("\n", "\n  ")
        + "\n  It must give a number out of "
        + String.join(", ", Variables.NUMBERS)
        + ", "
        + String.join(", ", Variables.ASKED)
        + " and "
        + Variables.FLAGS
        + " (a list of names) and the maps "
        + String.join(", ", Variables.MAPS)
        + " (e.g. metrics[\"loss\"]), or be one of the presets "
        + PRESETS.keySet().stream().sorted().collect(Collectors.joining(", "))
        + ".";
  }

  private static Cel cel() {
    CelBuilder builder =
        CelFactory.plannerCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar(Variables.FLAGS, ListType.create(SimpleType.STRING))
            .setResultType(SimpleType.DOUBLE);
    Variables.NUMBERS.forEach(name -> builder.addVar(name, SimpleType.DOUBLE));
    Variables.ASKED.forEach(name -> builder.addVar(name, SimpleType.DOUBLE));
    Variables.MAPS.forEach(
        name -> builder.addVar(name, MapType.create(SimpleType.STRING, SimpleType.DOUBLE)));
    return builder.build();
  }
}
