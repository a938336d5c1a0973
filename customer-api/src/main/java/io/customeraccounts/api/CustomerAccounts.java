package io.customeraccounts.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** The whole product in one process: {@code mvn spring-boot:run} at the root, or {@code java -jar}. */
// Classes of different features may have the same simple name.
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class CustomerAccounts {

    /** Starts and keeps running until the process is asked to stop. */
    public static void main(String[] arguments) {
        SpringApplication.run(CustomerAccounts.class, arguments);
    }
}
