package dev.millrace.rollout.template;

/// A place in a template's source, both from 1.
record Position(int line, int column) {
  TemplateException error(String problem) {
    return new TemplateException(this, problem);
  }
}
