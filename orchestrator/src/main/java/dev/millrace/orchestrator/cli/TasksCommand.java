package dev.millrace.orchestrator.cli;

import picocli.CommandLine.Command;

/// `millrace tasks`: what there is to know of tasks on disk.
@Command(
    name = "tasks",
    mixinStandardHelpOptions = true,
    description = "Lists, checks, seals and imports tasks.",
    subcommands = {
      TasksImportCommand.class,
      TasksLintCommand.class,
      TasksListCommand.class,
      TasksSealCommand.class
    })
final class TasksCommand {}
