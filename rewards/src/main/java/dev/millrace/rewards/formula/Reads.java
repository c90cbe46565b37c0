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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Whose numbers a formula reads. A part that is asked for by a name that is computed counts for
/// nobody: nothing can be said of it.
///
/// @param judge whether a judge's
/// @param verifier whether a verifier's
record Reads(boolean judge, boolean verifier) {
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
    Set<String> names = new HashSet<>();
    add(CelMutableAst.fromCelAst(parsed).expr(), names);
    return new Reads(
        names.stream().anyMatch(Reads::isJudges), names.stream().anyMatch(Reads::isVerifiers));
  }

  private static boolean isJudges(String name) {
    return JUDGES.contains(name) || name.startsWith(Variables.CRITERION);
  }

  private static boolean isVerifiers(String name) {
    return VERIFIERS.contains(name)
        || name.startsWith(Variables.METRIC)
        || name.startsWith(Variables.SCORE);
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
    if (isParts(select.operand())) {
      if (!select.testOnly()) {
        names.add(select.field());
      }
    } else {
      add(select.operand(), names);
    }
  }

  private static void addCall(CelMutableCall call, Set<String> names) {
    if (call.function().equals("@in") && isMap(call.args().getLast())) {
      return;
    }
    boolean isPart = call.function().equals("_[_]") && isParts(call.args().getFirst());
    if (isPart) {
      text(call.args().getLast()).ifPresent(names::add);
      return;
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
