package dev.millrace.rollout.gateway;

import java.time.Duration;

/// What one turn may use.
record Allowance(int maxTokens, Duration timeLeft) {}
