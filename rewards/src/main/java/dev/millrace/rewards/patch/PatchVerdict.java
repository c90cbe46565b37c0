package dev.millrace.rewards.patch;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.grading.Report;
import java.util.Optional;

/// What became of a patch.
///
/// @param report empty where the verifier broke
/// @param log what the row's script printed; empty where it did not run
public record PatchVerdict(Verdict verdict, Optional<Report> report, String log) {}
