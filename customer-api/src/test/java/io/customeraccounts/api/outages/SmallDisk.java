package io.customeraccounts.api.outages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real file system of its own, which can really be full. Only root can mount one. */
final class SmallDisk implements AutoCloseable {

    private final Path directory;
    private final Path filler;

    SmallDisk(Path directory) {
        this.directory = directory;
        filler = directory.resolve("filler");
    }

    /** Whether it is there now. */
    boolean isMounted(int megabytes) {
        return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=0700", "tmpfs", directory.toString())
                == 0;
    }

    Path directory() {
        return directory;
    }

    /** @param left bytes that may still be written then */
    void fill(long left) {
        try (var out = Files.newOutputStream(filler)) {
            while (directory.toFile().getUsableSpace() > left) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    void makeRoom() {
        try {
            Files.delete(filler);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("umount", "-l", directory.toString());
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
