/// The wire forms that agents speak: requests read, answers and errors written.
@NullMarked
package dev.millrace.rollout.gateway.dialect;

import org.jspecify.annotations.NullMarked;
