package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates come with models, so they may be hostile.
class TemplateBoundsTest {
  private static String render(String source) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> Template.compile(source).render(Map.of("text", "abc", "list", List.of(1L, 2L))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'a' * 10**9 }}",
        "{{ [0] * 10**9 }}",
        "{{ range(10**9) | list }}",
        "{% for i in range(10**12) %}x{% endfor %}",
        "{{ 9 ** (9 ** 9) }}",
        "{{ 10 ** 5000 ** 2 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'x'.center(10**9) }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ 'x'.ljust(10**9) }}",
        "{{ ('a,' * 10**6).replace('a', 'b' * 10**6) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for i in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
        "{% set ns = namespace(t='ab') %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}"
            + "{% endfor %}{{ ns.t | length }}",
        "{% set ns = namespace(t=[1]) %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}"
            + "{% endfor %}{{ ns.t | length }}",
        "{% set ns = namespace(t=[]) %}{% for i in range(5000) %}{% set ns.t = [ns.t] %}"
            + "{% endfor %}{{ ns.t }}",
        "{% set ns = namespace(t=[]) %}{% for i in range(5000) %}{% set ns.t = [ns.t] %}"
            + "{% endfor %}{{ ns.t | tojson }}",
      })
  void whatWouldFillTheProcessIsRefused(String source) {
    assertThrows(TemplateException.class, () -> render(source), source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ text.__class__.__mro__ }}",
        "{{ text.getClass().getName() }}",
        "{{ text.class.name }}",
        "{{ list.append(3) }}",
        "{{ {}.update({'a': 1}) }}",
        "{{ list.pop() }}",
        "{{ range.__globals__.x }}",
        "{{ self._TemplateReference__context.x }}",
        "{{ raise_exception.__globals__.os }}",
      })
  void whatReachesOutOfTheValuesIsRefused(String source) {
    assertThrows(TemplateException.class, () -> render(source), source);
  }

  @Test
  void renderingLeavesTheVariablesAsTheyAre() {
    List<Long> list = new ArrayList<>(List.of(3L, 1L));
    String text =
        Template.compile("{{ list | sort }}{{ list | reverse | list }}{{ list + [9] }}")
            .render(Map.of("list", list));
    assertEquals("[1, 3][1, 3][3, 1, 9]", text);
    assertEquals(List.of(3L, 1L), list);
  }
}
