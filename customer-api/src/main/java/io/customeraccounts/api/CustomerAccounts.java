package io.customeraccounts.api;

import io.customeraccounts.api.audit.Audit;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** The whole product in one process: {@code mvn spring-boot:run} at the root, or {@code java -jar}. */
// Classes of different features may have the same simple name.
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class CustomerAccounts {

    /** Starts and keeps running until the process is asked to stop; as {@code audit ...}, does what an auditor asks, and ends. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("audit")) {
            System.exit(Audit.run(Arrays.copyOfRange(arguments, 1, arguments.length)));
        }
        SpringApplication.run(CustomerAccounts.class, arguments);
    }
}
