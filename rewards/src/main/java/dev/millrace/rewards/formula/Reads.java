package dev.millrace.rewards.formula;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExpr.CelMutableSelect;
import dev.millrace.rollout.trajectory.Rating;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whose numbers a formula reads. A part that is asked for by a name that is computed counts for
/// nobody: nothing can be said of it.
///
/// @param names the variables that it reads, and the parts that it asks for by a name that stands
///     in it
record Reads(Set<String> names) {
  private static final Set<String> VERIFIERS =
      Set.of(
          "correctness",
          "coverage",
          "progress",
          "built",
          "collected",
          "ran",
          "passed",
          "repaired",
          "metrics",
          "scores");
  private static final Set<String> JUDGES = Set.of(Rating.PART, "judged");

  static Reads of(CelAbstractSyntaxTree parsed) {
    Set<String> names = new TreeSet<>();
    add(CelMutableAst.fromCelAst(parsed).expr(), names);
    return new Reads(Collections.unmodifiableSet(names));
  }

  /// Whether it reads what a judge says.
  boolean judge() {
    return names.stream().anyMatch(Reads::isJudges);
  }

  static boolean isJudges(String name) {
    return JUDGES.contains(name) || name.startsWith(Variables.CRITERION);
  }

  static boolean isVerifiers(String name) {
    return VERIFIERS.contains(name)
        || name.startsWith(Variables.METRIC)
        || name.startsWith(Variables.SCORE)
        || name.startsWith(Variables.STEP);
  }

  private static void add(CelMutableExpr expression, Set<String> names) {
    switch (expression.getKind()) {
      case IDENT -> names.add(expression.ident().name());
      case SELECT -> addSelect(expression.select(), names);
      case CALL -> addCall(expression.call(), names);
      case LIST -> expression.list().elements().forEach(element -> add(element, names));
      case MAP -> expression.map().entries().forEach(entry -> add(entry.value(), names));
      case COMPREHENSION -> addComprehension(expression.comprehension(), names);
      case CONSTANT, STRUCT, NOT_SET -> {}
    }
  }

  /// `has(parts.judge)` asks only whether it is there.
  private static void addSelect(CelMutableSelect select, Set<String> names) {
    if (!isMap(select.operand())) {
      add(select.operand(), names);
    } else if (!select.testOnly()) {
      names.add(prefix(select.operand()) + select.field());
    }
  }

  private static void addCall(CelMutableCall call, Set<String> names) {
    if (call.function().equals("@in") && isMap(call.args().getLast())) {
      return;
    }
    if (call.function().equals("_[_]") && isMap(call.args().getFirst())) {
      CelMutableExpr map = call.args().getFirst();
      Optional<String> key = text(call.args().getLast());
      if (key.isPresent()) {
        names.add(prefix(map) + key.get());
        return;
      }
      if (isParts(map)) {
        return;
      }
    }
    call.target().ifPresent(target -> add(target, names));
    call.args().forEach(argument -> add(argument, names));
  }

  private static void addComprehension(CelMutableComprehension loop, Set<String> names) {
    add(loop.iterRange(), names);
    add(loop.accuInit(), names);
    add(loop.loopCondition(), names);
    add(loop.loopStep(), names);
    add(loop.result(), names);
  }

  private static boolean isParts(CelMutableExpr expression) {
    return isMap(expression) && expression.ident().name().equals("parts");
  }

  /// With what the names of a map's numbers begin among the parts.
  private static String prefix(CelMutableExpr map) {
    return Variables.PREFIXES.getOrDefault(map.ident().name(), "");
  }

  private static boolean isMap(CelMutableExpr expression) {
    return expression.getKind() == Kind.IDENT && Variables.MAPS.contains(expression.ident().name());
  }

  private static Optional<String> text(CelMutableExpr expression) {
    return expression.getKind() == Kind.CONSTANT
            && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expression.constant().stringValue())
        : Optional.empty();
  }
}
