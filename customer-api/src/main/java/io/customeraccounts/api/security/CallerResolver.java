package io.customeraccounts.api.security;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives handlers their {@link Caller}, or {@link LazyCaller}. What is for one kind of callers is refused to the others. */
@Configuration(proxyBeanMethods = false)
class CallerResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    private final BrowserCallers browsers;

    CallerResolver(BrowserCallers browsers) {
        this.browsers = browsers;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return takesCaller(parameter);
    }

    static boolean takesCaller(MethodParameter parameter) {
        return Caller.class.isAssignableFrom(parameter.getParameterType())
                || parameter.getParameterType() == LazyCaller.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        var lazily = caller();
        if (lazily == null) {
            if (parameter.isOptional()) {
                return null;
            }
            throw new AuthenticationCredentialsNotFoundException("not signed in");
        }
        if (parameter.getParameterType() == LazyCaller.class) {
            return lazily;
        }
        var caller = lazily.get();
        if (!parameter.getParameterType().isInstance(caller)) {
            throw Problem.of(ProblemType.NOT_PERMITTED);
        }
        return caller;
    }

    private @Nullable LazyCaller caller() {
        return switch (SecurityContextHolder.getContext().getAuthentication()) {
            case CallerAuthentication token -> token.caller();
            case SignedIn signedIn ->
                browsers.person(signedIn.id()).map(LazyCaller::of).orElse(null);
            case null, default -> null;
        };
    }
}
