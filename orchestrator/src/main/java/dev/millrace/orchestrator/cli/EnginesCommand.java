package dev.millrace.orchestrator.cli;

import picocli.CommandLine.Command;

/// `millrace engines`: what there is to know of engines that run.
@Command(
    name = "engines",
    mixinStandardHelpOptions = true,
    description = "Looks at engines.",
    subcommands = {EnginesCheckCommand.class})
final class EnginesCommand {}
