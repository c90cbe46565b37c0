/// Numbers with and without units, as people write them.
@NullMarked
package dev.millrace.rewards.answer.quantity;

import org.jspecify.annotations.NullMarked;
