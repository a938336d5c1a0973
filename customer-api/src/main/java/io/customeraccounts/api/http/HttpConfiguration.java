package io.customeraccounts.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.SystemId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RequestLimits.class)
class HttpConfiguration implements WebMvcConfigurer {

    private final BodyResolver bodies;

    HttpConfiguration(BodyResolver bodies) {
        this.bodies = bodies;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(bodies);
    }

    /** Before Spring's own, which would take an {@link Answer} for a body. */
    @Bean
    static SmartInitializingSingleton answersFirst(
            @Qualifier("requestMappingHandlerAdapter") RequestMappingHandlerAdapter adapter, AnswerWriter answers) {
        return () -> {
            var handlers = new ArrayList<HandlerMethodReturnValueHandler>();
            handlers.add(answers);
            handlers.addAll(Objects.requireNonNull(adapter.getReturnValueHandlers()));
            adapter.setReturnValueHandlers(handlers);
        };
    }

    /** What is absent is left out. */
    @Bean
    static JsonMapperBuilderCustomizer absentIsLeftOut() {
        return json -> json.changeDefaultPropertyInclusion(
                inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
    }

    // Not lambdas: Spring reads the types from the class.
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(new Converter<String, CustomerId>() {
            @Override
            public CustomerId convert(String text) {
                return CustomerId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, InvitationId>() {
            @Override
            public InvitationId convert(String text) {
                return InvitationId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, MembershipId>() {
            @Override
            public MembershipId convert(String text) {
                return MembershipId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, PersonId>() {
            @Override
            public PersonId convert(String text) {
                return PersonId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, MessageId>() {
            @Override
            public MessageId convert(String text) {
                return MessageId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, ProjectId>() {
            @Override
            public ProjectId convert(String text) {
                return ProjectId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, GrantId>() {
            @Override
            public GrantId convert(String text) {
                return GrantId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, SystemId>() {
            @Override
            public SystemId convert(String text) {
                return SystemId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, LocationName>() {
            @Override
            public LocationName convert(String text) {
                return LocationName.parse(text);
            }
        });
        registry.addConverter(new Converter<String, BillingAddressId>() {
            @Override
            public BillingAddressId convert(String text) {
                return BillingAddressId.parse(text);
            }
        });
        registry.addConverter(new Converter<String, PaymentMethodId>() {
            @Override
            public PaymentMethodId convert(String text) {
                return PaymentMethodId.parse(text);
            }
        });
    }
}
