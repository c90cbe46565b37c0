package dev.millrace.orchestrator.cli;

import picocli.CommandLine.Command;

/// `millrace template`: chat templates.
@Command(
    name = "template",
    mixinStandardHelpOptions = true,
    description = "Renders chat templates and checks the engine that does.",
    subcommands = {
      TemplateCheckCommand.class,
      TemplateRenderCommand.class,
      TemplateTimeCommand.class
    })
final class TemplateCommand {}
