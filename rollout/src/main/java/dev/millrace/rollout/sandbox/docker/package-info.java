/// What of sandboxes needs a container engine.
@NullMarked
package dev.millrace.rollout.sandbox.docker;

import org.jspecify.annotations.NullMarked;
