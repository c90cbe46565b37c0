package dev.millrace.rollout.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What filters and mappings give that is no list in Python.
class GeneratorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{ 'y' if [] | select else 'n' }}{{ 'y' if {} | items else 'n' }}~yy",
        "{{ 'y' if [] | map('upper') else 'n' }}{{ 'y' if [] | select | list else 'n' }}~yn",
        "{% set g = ['a', 'b'] | map('upper') %}{{ g | first }}{{ g | list }}{{ g | list }}"
            + "~A['B'][]",
        "{% set g = [1, 2, 3] | unique %}{{ 2 in g }}{{ g | list }}~True[3]",
        "{{ 'y' if [{}] | unique else 'n' }}{{ ['b', 'B', 'a'] | unique | list }}~y['b', 'a']",
        "{% set g = [1, 2] | reverse %}{{ g | join }}{{ g | join }}~21",
        "{{ ([1] | select)[0] is defined }}{{ [1] | select == [1] }}~FalseFalse",
        "{{ [1] | select is sequence }}{{ [1] | select is iterable }}~FalseTrue",
        "{{ [{}, {'a': {'b': 1}}] | map(attribute='a.b', default='x') | join(',') }}~x,1",
        "{% for i in [1, 2] | map('abs') %}{{ loop.length }}{{ i }}{% endfor %}~2122",
        "{{ [{'a': 1}, {}] | map(attribute='a.b.c') | first is defined }}~error",
        "{{ [{'a': {'b': 1}}, {}] | map(attribute='a.b') | first }}~1",
        "{{ {'k': 1}.items() }}{{ {'k': 1}.keys() }}{{ {'k': 1}.values() }}"
            + "~dict_items([('k', 1)])dict_keys(['k'])dict_values([1])",
        "{{ {'k': 1}.keys()[0] is defined }}{{ {'k': 1}.keys() is sequence }}~FalseFalse",
        "{{ {'a': 1, 'b': 2}.keys() == {'b': 1, 'a': 2}.keys() }}~True",
        "{{ {'k': 1}.items() | first }}{{ {'k': 1}.keys() | last }}{{ {'k': 1}.keys() | length }}"
            + "~('k', 1)k1",
        "{{ namespace(a=1) }}~<Namespace {'a': 1}>",
        "{{ [{}, {}] | sort(attribute='a') }}{{ [none, none] | sort }}~[{}, {}][None, None]",
      })
  void goOnceAndHaveNoPlaces(String source, String expected) {
    if (expected.equals("error")) {
      assertThrows(TemplateException.class, () -> rendered(source));
    } else {
      assertEquals(expected, rendered(source));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ [1] | select | length }}",
        "{{ [1] | select | last }}",
        "{{ [1] | select | tojson }}",
        "{{ ([1] | select) + [2] }}",
        "{{ [1] | select }}",
        "{{ {}.items() | tojson }}",
        "{{ {}.keys() + {}.keys() }}",
      })
  void refuseWhatListsAllow(String source) {
    assertThrows(TemplateException.class, () -> rendered(source));
  }

  private static String rendered(String source) {
    return Template.compile(source).render(Map.of());
  }
}
