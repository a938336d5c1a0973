package io.customeraccounts.api.messaging;

import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How events reach those who follow them: the read tables within the command's transaction, everyone else afterwards. */
@Configuration(proxyBeanMethods = false)
class ProcessingConfiguration {

    /** Answers "may X?" and "who is in the list?": whoever fails here takes the command with them. */
    static final String READ_TABLES = "read-tables";

    @Bean
    ConfigurerModule processing() {
        return configurer -> configurer.eventProcessing(ProcessingConfiguration::inTheTransactionOfTheCommand);
    }

    private static void inTheTransactionOfTheCommand(EventProcessingConfigurer processing) {
        processing
                .registerSubscribingEventProcessor(READ_TABLES)
                .registerErrorHandler(READ_TABLES, configuration -> PropagatingErrorHandler.instance())
                .registerListenerInvocationErrorHandler(
                        READ_TABLES, configuration -> PropagatingErrorHandler.instance());
    }
}
