package io.customeraccounts.api.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The one key of the installation: what the database keeps encrypted is lost without it. From {@code
 * customer-accounts.key-encryption-key}, 32 bytes in base64; without that, from a file in the data directory, which is
 * made at the first start.
 */
@Component
public class KeyEncryptionKey {

    private static final Logger LOG = LoggerFactory.getLogger(KeyEncryptionKey.class);
    private static final int BYTES = 32;
    private static final String FILE = "key-encryption-key";

    private final SecretKey key;

    KeyEncryptionKey(
            @Value("${customer-accounts.key-encryption-key:}") String configured,
            @Value("${customer-accounts.data-directory:./data}") Path dataDirectory) {
        key = configured.isBlank()
                ? fromFile(dataDirectory.resolve(FILE))
                : decode(configured)
                        .orElseThrow(() -> new UnusableKey(
                                "customer-accounts.key-encryption-key must be 32 bytes in base64.",
                                "Set it to the key that this installation has had so far. For a new installation make one with:"
                                        + " openssl rand -base64 32"));
    }

    /** 256 bits, for AES; to encrypt other keys with. */
    public SecretKey key() {
        return key;
    }

    /** A key of 256 bits for one purpose only, always the same (HKDF-SHA-256, RFC 5869). */
    public SecretKey derive(String purpose) {
        try {
            var parameters = HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(purpose.getBytes(US_ASCII), BYTES);
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot derive a key", e);
        }
    }

    /** Without a cause, which would quote a part of the key. */
    private static Optional<SecretKey> decode(String text) {
        try {
            var bytes = Base64.getDecoder().decode(text.strip());
            return bytes.length == BYTES ? Optional.of(new SecretKeySpec(bytes, "AES")) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static SecretKey fromFile(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file.toAbsolutePath());
            }
            return decode(Files.readString(file, ISO_8859_1))
                    .orElseThrow(() -> new UnusableKey(
                            "The file " + file + " is not the key-encryption key, which is 32 bytes in base64.",
                            "Put back the copy of the key. Nobody can read the personal data in the database without it; a new"
                                    + " key, which is made when the file is not there, is for a new database."));
        } catch (IOException e) {
            throw new UnusableKey(
                    "The file " + file + " with the key-encryption key cannot be read or made: " + e + ".",
                    "Let the service read it and write to its directory (customer-accounts.data-directory), or set"
                            + " customer-accounts.key-encryption-key.");
        }
    }

    /** The file is there either not at all or whole, and survives a power failure as what is encrypted with it does. */
    private static void create(Path file) throws IOException {
        var directory = Files.createDirectories(Objects.requireNonNull(file.getParent()));
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var made = Files.createTempFile(directory, FILE, ".new", readableByOwner(file));
        try {
            try (var channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(Base64.getEncoder().encode(bytes)));
                channel.force(true);
            }
            publish(made, file);
            force(directory);
            LOG.warn(
                    "Made a key-encryption key in {}. Keep a copy of it apart from the database, or set"
                            + " customer-accounts.key-encryption-key; nodes that share a database need the same one.",
                    file);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // by another process that starts beside this one
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /** @throws FileAlreadyExistsException if another process has made it */
    private static void publish(Path made, Path file) throws IOException {
        try {
            Files.createLink(file, made);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("this file system knows no links", e);
            Files.move(made, file);
        }
    }

    private static void force(Path directory) {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("this system keeps its directories without being asked", e);
        }
    }

    private static FileAttribute<?>[] readableByOwner(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
