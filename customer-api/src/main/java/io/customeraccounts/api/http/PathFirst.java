package io.customeraccounts.api.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Looks for the handler of a request by its path before anything else, and once. Spring asks every handler about method,
 * headers and media types first, and about the path last: with some hundred handlers that is a tenth of what a request costs.
 * And the handler that was asked who may reach it is then the one that is reached.
 */
@Component
class PathFirst implements WebMvcRegistrations {

    private static final String FOUND = PathFirst.class.getName();

    /** What was looked for: a request that is passed on within the service, as to the page for errors, is another one. */
    private record Found(DispatcherType dispatched, String method, String uri, HandlerMethod handler) {

        boolean isFor(HttpServletRequest request) {
            return dispatched == request.getDispatcherType()
                    && method.equals(request.getMethod())
                    && uri.equals(request.getRequestURI());
        }
    }

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new RequestMappingHandlerMapping() {
            @Override
            protected @Nullable HandlerMethod getHandlerInternal(HttpServletRequest request) throws Exception {
                if (request.getAttribute(FOUND) instanceof Found found && found.isFor(request)) {
                    return found.handler();
                }
                var handler = super.getHandlerInternal(request);
                if (handler != null) {
                    request.setAttribute(
                            FOUND,
                            new Found(
                                    request.getDispatcherType(),
                                    request.getMethod(),
                                    request.getRequestURI(),
                                    handler));
                }
                return handler;
            }

            @Override
            protected @Nullable RequestMappingInfo getMatchingMapping(
                    RequestMappingInfo mapping, HttpServletRequest request) {
                var paths = mapping.getPathPatternsCondition();
                return paths != null && paths.getMatchingCondition(request) == null
                        ? null
                        : super.getMatchingMapping(mapping, request);
            }
        };
    }
}
