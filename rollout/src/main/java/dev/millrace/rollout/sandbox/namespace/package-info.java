/// Sandboxes out of Linux namespaces and overlays: milliseconds to make, no daemon, no privileges.
@NullMarked
package dev.millrace.rollout.sandbox.namespace;

import org.jspecify.annotations.NullMarked;
