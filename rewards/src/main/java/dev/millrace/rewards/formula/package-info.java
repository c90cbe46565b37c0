/// Reward formulas: the only place that sees CEL.
@NullMarked
package dev.millrace.rewards.formula;

import org.jspecify.annotations.NullMarked;
