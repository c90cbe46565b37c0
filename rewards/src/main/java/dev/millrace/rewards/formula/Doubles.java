package dev.millrace.rewards.formula;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import java.util.List;
import java.util.Set;

/// Makes every number of a formula a double before it is type-checked, since CEL itself never mixes
/// int and double: `1` becomes `1.0`, and `size(x)` becomes `double(size(x))`. Indexes stay ints.
final class Doubles {
  private static final Set<String> INDEXING = Set.of("_[_]", "_?._", "_[?_]");

  /// Above every id that the parser gives out.
  private long nextId = 1L << 32;

  private Doubles() {}

  static CelAbstractSyntaxTree coerce(CelAbstractSyntaxTree parsed) {
    CelMutableAst ast = CelMutableAst.fromCelAst(parsed);
    CelMutableExpr coerced = new Doubles().coerce(ast.expr());
    CelAbstractSyntaxTree tree = CelMutableAst.of(coerced, ast.source()).toParsedAst();
    // A mutable source has no line offsets: messages would all say line 1, column 1.
    return CelAbstractSyntaxTree.newParsedAst(tree.getExpr(), parsed.getSource());
  }

  private CelMutableExpr coerce(CelMutableExpr expression) {
    switch (expression.getKind()) {
      case CONSTANT -> coerceConstant(expression);
      case CALL -> {
        return coerceCall(expression);
      }
      case SELECT -> expression.select().setOperand(coerce(expression.select().operand()));
      case LIST -> {
        List<CelMutableExpr> elements = expression.list().elements();
        for (int i = 0; i < elements.size(); i++) {
          expression.list().setElement(i, coerce(elements.get(i)));
        }
      }
      case MAP ->
          expression.map().entries().forEach(entry -> entry.setValue(coerce(entry.value())));
      case COMPREHENSION -> coerceComprehension(expression.comprehension());
      case IDENT, STRUCT, NOT_SET -> {}
    }
    return expression;
  }

  private static void coerceConstant(CelMutableExpr expression) {
    CelConstant constant = expression.constant();
    if (constant.getKind() == CelConstant.Kind.INT64_VALUE) {
      expression.setConstant(CelConstant.ofValue((double) constant.int64Value()));
    } else if (constant.getKind() == CelConstant.Kind.UINT64_VALUE) {
      expression.setConstant(CelConstant.ofValue(constant.uint64Value().doubleValue()));
    }
  }

  private CelMutableExpr coerceCall(CelMutableExpr expression) {
    CelMutableCall call = expression.call();
    call.target().ifPresent(target -> call.setTarget(coerce(target)));
    for (int i = 0; i < call.args().size(); i++) {
      if (i == 0 || !INDEXING.contains(call.function())) {
        call.setArg(i, coerce(call.args().get(i)));
      }
    }
    return call.function().equals("size")
        ? CelMutableExpr.ofCall(nextId++, CelMutableCall.create("double", expression))
        : expression;
  }

  private void coerceComprehension(CelMutableComprehension comprehension) {
    comprehension.setIterRange(coerce(comprehension.iterRange()));
    comprehension.setAccuInit(coerce(comprehension.accuInit()));
    comprehension.setLoopCondition(coerce(comprehension.loopCondition()));
    comprehension.setLoopStep(coerce(comprehension.loopStep()));
    comprehension.setResult(coerce(comprehension.result()));
  }
}
