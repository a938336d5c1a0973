package io.customeraccounts.projections.store;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A fingerprint of what a class and the classes it is made of can hold: it differs as soon as a field does. */
final class Shape {

    private static final int DIGITS = 16;

    private final Map<String, String> classes = new TreeMap<>();

    private Shape() {}

    static String of(Class<?> type) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(described(type).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String described(Class<?> type) {
        var shape = new Shape();
        shape.add(type);
        return shape.classes.toString();
    }

    private void add(Type type) {
        if (type instanceof ParameterizedType generic) {
            add(generic.getRawType());
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
        }
        if (!(type instanceof Class<?> plain)
                || plain.isPrimitive()
                || plain.getName().startsWith("java.")
                || classes.containsKey(plain.getName())) {
            return;
        }
        var fields = Arrays.stream(plain.getDeclaredFields())
                .filter(field -> plain.isEnum() || !Modifier.isStatic(field.getModifiers()))
                .filter(field -> !field.isSynthetic() && !Modifier.isTransient(field.getModifiers()))
                .collect(Collectors.toMap(
                        field -> field.getName(), field -> field.getGenericType(), (one, other) -> one, TreeMap::new));
        classes.put(plain.getName(), fields.toString());
        fields.values().forEach(this::add);
    }
}
