package com.fincloud.gateway.http.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Contract 2.5: whatever is done to a message's headers, it does what it would do to Camel's own sorted map, but for the order. */
class HeaderMapPropertyTest {

    /** What routes and Camel do to headers. Each returns what the map returned, for comparison. */
    private enum Kind {
        PUT {
            @Override
            @Nullable
            Object of(Map<String, Object> map, Step step) {
                return map.put(step.name, step.value);
            }
        },
        PUT_IF_ABSENT {
            @Override
            @Nullable
            Object of(Map<String, Object> map, Step step) {
                return map.putIfAbsent(step.name, step.value);
            }
        },
        MERGE {
            @Override
            @Nullable
            Object of(Map<String, Object> map, Step step) {
                return map.merge(step.name, step.value, (earlier, value) -> earlier + "," + value);
            }
        },
        COMPUTE {
            @Override
            @Nullable
            Object of(Map<String, Object> map, Step step) {
                return map.compute(step.name, (name, earlier) -> earlier == null ? step.value : null);
            }
        },
        GET {
            @Override
            @Nullable
            Object of(Map<String, Object> map, Step step) {
                return map.containsKey(step.name) + "/" + map.get(step.name) + "/" + map.getOrDefault(step.name, "-");
            }
        },
        REMOVE {
            @Override
            @Nullable
            Object of(Map<String, Object> map, Step step) {
                return map.remove(step.name);
            }
        },
        REMOVE_KEY {
            @Override
            Object of(Map<String, Object> map, Step step) {
                return map.keySet().remove(keyOf(map, step.name));
            }
        },
        REMOVE_VALUES {
            @Override
            Object of(Map<String, Object> map, Step step) {
                return map.values().removeIf(step.value::equals);
            }
        },
        REMOVE_WHILE_ITERATING {
            @Override
            Object of(Map<String, Object> map, Step step) {
                int removed = 0;
                for (Iterator<Map.Entry<String, Object>> all = map.entrySet().iterator(); all.hasNext(); ) {
                    if (all.next().getKey().compareToIgnoreCase(step.name) < 0) {
                        all.remove();
                        removed++;
                    }
                }
                return removed;
            }
        },
        SET_VALUE {
            @Override
            @Nullable
            Object of(Map<String, Object> map, Step step) {
                Object earlier = null;
                for (Map.Entry<String, Object> entry : map.entrySet()) {
                    if (entry.getKey().equalsIgnoreCase(step.name)) {
                        earlier = entry.setValue(step.value);
                    }
                }
                return earlier;
            }
        },
        CLEAR {
            @Override
            Object of(Map<String, Object> map, Step step) {
                map.clear();
                return map.isEmpty();
            }
        };

        abstract @Nullable Object of(Map<String, Object> map, Step step);

        private static String keyOf(Map<String, Object> map, String name) {
            return map.keySet().stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .orElse(name);
        }
    }

    private record Step(Kind kind, String name, String value) {}

    @Property(tries = 5_000)
    void itDoesWhatASortedMapWithoutRegardToCaseDoes(@ForAll("steps") List<Step> steps) {
        Map<String, Object> map = new HeaderMap();
        Map<String, Object> model = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> order = new ArrayList<>();

        for (Step step : steps) {
            assertThat(step.kind.of(map, step)).as(step.toString()).isEqualTo(step.kind.of(model, step));

            order.removeIf(name -> !model.containsKey(name));
            model.keySet().stream().filter(name -> !order.contains(name)).forEach(order::add);
            assertThat(map.keySet()).as("the order of the wire").containsExactlyElementsOf(order);
            assertThat(map).hasSameSizeAs(model).isEqualTo(model).hasSameHashCodeAs(model);
            assertThat(forEach(map))
                    .containsExactlyElementsOf(pairs(map))
                    .containsExactlyInAnyOrderElementsOf(pairs(model));
        }
    }

    @Property(tries = 500)
    void aCopyIsTheSameAndOnItsOwn(@ForAll("steps") List<Step> steps) {
        HeaderMaps factory = new HeaderMaps();
        Map<String, Object> map = factory.newMap();
        steps.forEach(step -> step.kind.of(map, step));

        Map<String, Object> copy = factory.newMap(map);
        List<String> before = pairs(map);
        assertThat(pairs(copy)).isEqualTo(before);
        assertThat(factory.isInstanceOf(copy)).isTrue();
        copy.clear();
        copy.put("other", "value");
        assertThat(pairs(map)).isEqualTo(before);
    }

    @Example
    void namesThatOnlyLookAlikeToTheHashAreTwo() {
        Map<String, Object> map = new HeaderMap(); // @ and ` differ in the bit by which A and a do

        map.put("x@", 1);
        map.put("x`", 2);
        map.put("X@", 3);

        assertThat(map).hasSize(2).containsEntry("x@", 3).containsEntry("x`", 2);
    }

    @Example
    void whatIsNoNameIsNotThere() {
        Map<String, Object> map = new HeaderMap();
        map.put("a", 1);
        Iterator<String> names = map.keySet().iterator();
        names.next();

        assertThat(map.get(null)).isNull();
        assertThat(map.containsKey(null)).isFalse();
        assertThat(map.remove(null)).isNull();
        assertThat(map.containsKey((Object) 1)).isFalse();
        assertThatThrownBy(names::next).isInstanceOf(NoSuchElementException.class);
    }

    private static List<String> pairs(Map<String, Object> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private static List<String> forEach(Map<String, Object> map) {
        List<String> pairs = new ArrayList<>();
        map.forEach((name, value) -> pairs.add(name + "=" + value));
        return pairs;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(Kind.PUT, Kind.PUT_IF_ABSENT, Kind.MERGE, Kind.COMPUTE)),
                Tuple.of(4, Arbitraries.of(Kind.GET, Kind.REMOVE, Kind.REMOVE_KEY, Kind.REMOVE_VALUES, Kind.SET_VALUE)),
                Tuple.of(1, Arbitraries.of(Kind.REMOVE_WHILE_ITERATING, Kind.CLEAR)));
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("Accept", "accept", "ACCEPT", "Content-Type", "content-type", "X-A", "x-a", "x_a"),
                // Characters whose codes differ in the bit 0x20, letters and not.
                Arbitraries.strings()
                        .withChars("aA@`[{^~-\r_\u00e9\u00c9")
                        .ofMinLength(1)
                        .ofMaxLength(2),
                Arbitraries.integers().between(0, 60).map(i -> "X-Header-" + i));
        Arbitrary<String> values = Arbitraries.of("", "a", "b", "c");
        return Combinators.combine(kinds, names, values).as(Step::new).list().ofMaxSize(80);
    }
}
