/// What agents ask and what they are answered, whatever the dialect.
@NullMarked
package dev.millrace.rollout.gateway.ask;

import org.jspecify.annotations.NullMarked;
