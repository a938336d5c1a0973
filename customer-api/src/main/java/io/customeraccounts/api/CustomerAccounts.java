package io.customeraccounts.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The whole product in one process: {@code mvn spring-boot:run} at the root, or {@code java -jar}. */
@SpringBootApplication
public class CustomerAccounts {

    /** Starts and keeps running until the process is asked to stop. */
    public static void main(String[] arguments) {
        SpringApplication.run(CustomerAccounts.class, arguments);
    }
}
