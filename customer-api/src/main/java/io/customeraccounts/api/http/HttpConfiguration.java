package io.customeraccounts.api.http;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RequestLimits.class)
class HttpConfiguration implements WebMvcConfigurer {

    private final BodyResolver bodies;
    private final AnswerWriter answers;

    HttpConfiguration(BodyResolver bodies, AnswerWriter answers) {
        this.bodies = bodies;
        this.answers = answers;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(bodies);
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(answers);
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
    }
}
