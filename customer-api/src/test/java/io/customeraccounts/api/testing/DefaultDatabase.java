package io.customeraccounts.api.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;

/** What the product uses if nobody says anything else: H2 in a file. */
public final class DefaultDatabase {

    private DefaultDatabase() {}

    /** Its URL, for a file in the directory. */
    public static String url(Path directory) {
        try {
            var settings = new YamlPropertySourceLoader().load("product", new ClassPathResource("application.yaml"));
            var url = List.copyOf(settings).getFirst().getProperty("spring.datasource.url");
            return String.valueOf(url)
                    .replace(
                            "./data/customer-accounts",
                            directory.resolve("customer-accounts").toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
