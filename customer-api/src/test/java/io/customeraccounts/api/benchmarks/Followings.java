package io.customeraccounts.api.benchmarks;

import io.customeraccounts.projections.ledger.Sealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Lets a running service do without what follows its events, when a file says so. The service is started as always, with
 * {@link #settings} as further arguments. Not marked as a configuration, so that only who names it gets it.
 */
class Followings {

    private static final String FILE = "benchmark.following";

    enum Following {
        /** Events are stored, and get no position. */
        NOTHING,
        /** Events are sealed, and nobody follows them. */
        LEDGER,
        /** As always. */
        EVERYTHING
    }

    static List<String> settings(Path directory) {
        return List.of(
                "--spring.main.sources=" + Followings.class.getName(),
                "--" + FILE + "=" + directory.resolve("following"));
    }

    /** Returns when the service does as it is told. */
    static void set(Path directory, Following following) throws IOException, InterruptedException {
        var file = directory.resolve("following");
        var next = directory.resolve("next");
        Files.writeString(next, following.name());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        while (Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Bean
    ApplicationRunner following(Environment settings, Sealer sealer, EventProcessingConfiguration processing) {
        var file = Path.of(settings.getRequiredProperty(FILE));
        return arguments -> Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    if (Files.exists(file)) {
                        become(Following.valueOf(Files.readString(file)), sealer, processing);
                        Files.delete(file);
                    }
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void become(Following following, Sealer sealer, EventProcessingConfiguration processing) {
        if (following == Following.NOTHING) {
            sealer.stop();
        } else {
            sealer.start();
        }
        for (var processor : processing.eventProcessors().values()) {
            if (processor instanceof StreamingEventProcessor follower) {
                if (following == Following.EVERYTHING) {
                    follower.start();
                } else {
                    follower.shutDown();
                }
            }
        }
    }
}
