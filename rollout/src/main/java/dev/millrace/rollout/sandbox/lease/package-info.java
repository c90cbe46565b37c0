/// Sandboxes under bounds: how many at once, how long waited for, and gone when nobody uses them.
@NullMarked
package dev.millrace.rollout.sandbox.lease;

import org.jspecify.annotations.NullMarked;
