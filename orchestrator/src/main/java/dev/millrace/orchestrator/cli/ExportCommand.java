package dev.millrace.orchestrator.cli;

import picocli.CommandLine.Command;

/// `millrace export`: what is in a lake, in the form of others.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes what is in a lake in the form of others.",
    subcommands = ExportPredictionsCommand.class)
final class ExportCommand {}
