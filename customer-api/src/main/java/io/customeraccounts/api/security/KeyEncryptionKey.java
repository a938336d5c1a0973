package io.customeraccounts.api.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
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
        var text = configured.isBlank() ? fromFile(dataDirectory.resolve(FILE)) : configured;
        key = new SecretKeySpec(decode(text), "AES");
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

    private static byte[] decode(String text) {
        try {
            var bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // said below, without the cause, which would quote a part of the key
        }
        throw new IllegalArgumentException(
                "customer-accounts.key-encryption-key must be 32 bytes in base64; make one with: openssl rand -base64 32");
    }

    private static String fromFile(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return Files.readString(file, US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), readableByOwner(file))) {
            channel.write(ByteBuffer.wrap(Base64.getEncoder().encode(bytes)));
            LOG.warn(
                    "Made a key-encryption key in {}. Keep a copy of it apart from the database, or set"
                            + " customer-accounts.key-encryption-key; nodes that share a database need the same one.",
                    file);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // by another process that starts beside this one
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
