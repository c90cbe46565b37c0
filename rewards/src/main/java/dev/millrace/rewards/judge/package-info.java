/// Scores by a rubric, from a model behind an endpoint that speaks OpenAI chat.
@NullMarked
package dev.millrace.rewards.judge;

import org.jspecify.annotations.NullMarked;
