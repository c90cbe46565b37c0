/// Agents that we did not write: their command lines run in the sandbox and talk to the gateway.
@NullMarked
package dev.millrace.rollout.harness.external;

import org.jspecify.annotations.NullMarked;
