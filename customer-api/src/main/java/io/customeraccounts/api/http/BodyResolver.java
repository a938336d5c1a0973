package io.customeraccounts.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives handlers the {@link Body}, {@link Query} and {@link Paging} of the request, none of them read yet. */
@Component
class BodyResolver implements HandlerMethodArgumentResolver {

    private static final Set<Class<?>> TYPES = Set.of(Body.class, Query.class, Paging.class);

    private final RequestBodies bodies;

    BodyResolver(RequestBodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return TYPES.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        var request = Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
        if (parameter.getParameterType() == Query.class) {
            return new Query(request);
        }
        if (parameter.getParameterType() == Paging.class) {
            return new Paging(request);
        }
        var type = Objects.requireNonNull(
                ResolvableType.forMethodParameter(parameter).getGeneric(0).resolve());
        return new Body<>(() -> StrictJson.read(bodies.read(request), type));
    }
}
