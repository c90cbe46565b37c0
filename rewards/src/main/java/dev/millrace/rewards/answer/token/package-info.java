/// Formulas cut into pieces, plain ones and those in LaTeX.
@NullMarked
package dev.millrace.rewards.answer.token;

import org.jspecify.annotations.NullMarked;
