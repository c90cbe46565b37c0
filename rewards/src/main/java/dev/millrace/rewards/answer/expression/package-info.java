/// Real-valued expressions, exact as far as they can be.
@NullMarked
package dev.millrace.rewards.answer.expression;

import org.jspecify.annotations.NullMarked;
