package io.customeraccounts.domain.values;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The groups that ship allow exactly what {@code permission-matrix.txt} says, which is copied from the rules. */
class GroupsTest {

    private static final List<Group> SHIPPED = Stream.of(CustomerKind.values())
            .flatMap(kind -> Groups.shipped().of(kind).stream())
            .toList();

    /** Permissions by the name of the group. */
    private static final Map<String, Set<Permission>> MATRIX = readMatrix();

    @Test
    void allowWhatTheMatrixSaysCellByCell() {
        assertThat(differences(SHIPPED)).isEmpty();
    }

    @Test
    void areTheTwoOfACustomerAndTheSixOfAPartner() {
        assertThat(names(CustomerKind.CUSTOMER)).containsExactly("CUSTOMER_ADMIN", "CUSTOMER_EMPLOYEE");
        assertThat(names(CustomerKind.PARTNER))
                .containsExactly(
                        "PARTNER_ADMIN",
                        "PARTNER_EMPLOYEE",
                        "PLATFORM_OPERATOR",
                        "CONTROLLER",
                        "OPS_SUPPORT",
                        "ONBOARDING_SUPPORT");
        assertThat(SHIPPED).allMatch(Group::shipped);
    }

    @Test
    void areFoundByTheirExactName() {
        assertThat(SHIPPED)
                .allSatisfy(
                        group -> assertThat(Groups.shipped().find(group.name())).contains(group));
        assertThat(Groups.shipped().find(new GroupName("customer_admin"))).isEmpty();
    }

    @Test
    void cannotBeChanged() {
        assertThatThrownBy(() -> SHIPPED.getFirst().permissions().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void everyPermissionIsInTheMatrix() {
        assertThat(MATRIX.values().stream().flatMap(Set::stream).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Permission.class));
    }

    @Test
    void areShownInTheReadmeAsInTheMatrix() throws IOException {
        assertThat(Files.readString(Path.of("..", "README.md"), UTF_8)).contains(table());
    }

    private static String table() {
        var table = new ArrayList<String>();
        for (var line : lines()) {
            var cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
            var marks = cells.subList(2, cells.size());
            if (cells.getFirst().equals("action")) {
                if (!table.isEmpty()) {
                    table.add("");
                }
                table.add(marks.stream().collect(Collectors.joining("` | `", "| action | `", "` |")));
                table.add("|" + "---|".repeat(marks.size() + 1));
            } else {
                table.add(marks.stream()
                        .map(mark -> mark.equals("x") ? "x" : " ")
                        .collect(Collectors.joining(" | ", "| " + cells.getFirst() + " | ", " |")));
            }
        }
        return String.join("\n", table);
    }

    @Test
    void everySingleCellThatDiffersWouldBeFound() {
        for (var group : SHIPPED) {
            for (var permission : Permission.values()) {
                assertThat(differences(List.of(toggled(group, permission))))
                        .as("%s %s", group.name(), permission)
                        .hasSize(1);
            }
        }
    }

    private static Group toggled(Group group, Permission permission) {
        var permissions = new HashSet<>(group.permissions());
        if (!permissions.remove(permission)) {
            permissions.add(permission);
        }
        return new Group(group.name(), group.kind(), permissions, group.shipped());
    }

    private static List<String> differences(List<Group> groups) {
        var differences = new ArrayList<String>();
        for (var group : groups) {
            var expected = MATRIX.getOrDefault(group.name().value(), Set.of());
            for (var permission : Permission.values()) {
                if (group.allows(permission) != expected.contains(permission)) {
                    differences.add("%s %s %s"
                            .formatted(group.name(), group.allows(permission) ? "must not" : "must", permission));
                }
            }
        }
        return differences;
    }

    private static List<String> names(CustomerKind kind) {
        return Groups.shipped().of(kind).stream()
                .map(group -> group.name().value())
                .toList();
    }

    private static Map<String, Set<Permission>> readMatrix() {
        var matrix = new TreeMap<String, Set<Permission>>();
        List<String> columns = List.of();
        for (var line : lines()) {
            var cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
            if (cells.getFirst().equals("action")) {
                columns = cells;
                continue;
            }
            assertThat(cells).as(line).hasSameSizeAs(columns);
            for (int column = 2; column < columns.size(); column++) {
                assertThat(cells.get(column)).as(line).isIn("x", ".");
                if (cells.get(column).equals("x")) {
                    matrix.computeIfAbsent(columns.get(column), name -> EnumSet.noneOf(Permission.class))
                            .add(Permission.valueOf(cells.get(1)));
                }
            }
        }
        // "For a partner customer read Partner Admin for Customer Admin and all other partner groups for Customer
        // Employee."
        matrix.forEach((name, permissions) -> {
            if (!name.startsWith("CUSTOMER_")) {
                permissions.addAll(requireNonNull(
                        matrix.get(name.equals("PARTNER_ADMIN") ? "CUSTOMER_ADMIN" : "CUSTOMER_EMPLOYEE")));
            }
        });
        return matrix;
    }

    private static List<String> lines() {
        try (var file = requireNonNull(GroupsTest.class.getResourceAsStream("permission-matrix.txt"))) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
