/// Words, and what comparisons say.
@NullMarked
package dev.millrace.rewards.answer.text;

import org.jspecify.annotations.NullMarked;
