package io.customeraccounts.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Reads from the handlers themselves who may reach them, so that no list can differ from what is there: {@link Anyone} if
 * it says so, who is signed in if it takes a {@link Caller} or {@link LazyCaller}, otherwise nobody.
 */
@Component
class AccessRules {

    enum Access {
        ANYONE,
        SIGNED_IN,
        /** There is a handler, but it does not say whom it is for. */
        NOBODY,
        /** No handler: a static file, or nothing. */
        NO_HANDLER
    }

    private final ObjectProvider<RequestMappingHandlerMapping> handlers;

    AccessRules(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> handlers) {
        this.handlers = handlers;
    }

    Access of(HttpServletRequest request) {
        if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
            ServletRequestPathUtils.parseAndCache(request);
        }
        try {
            var handler = handlers.getObject().getHandler(request);
            return handler != null && handler.getHandler() instanceof HandlerMethod method
                    ? of(method)
                    : Access.NO_HANDLER;
        } catch (Exception notAcceptedByAny) {
            // Wrong method or media type: the dispatcher comes to the same result and answers it.
            return Access.NO_HANDLER;
        }
    }

    static Access of(HandlerMethod handler) {
        if (handler.hasMethodAnnotation(Anyone.class)
                || AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), Anyone.class)) {
            return Access.ANYONE;
        }
        return Arrays.stream(handler.getMethodParameters()).anyMatch(CallerResolver::takesCaller)
                ? Access.SIGNED_IN
                : Access.NOBODY;
    }
}
