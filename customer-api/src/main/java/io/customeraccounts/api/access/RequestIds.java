package io.customeraccounts.api.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Says in each answer which request it answers, if the request had an id (AuthZEN, Request Identification). */
@Configuration(proxyBeanMethods = false)
class RequestIds implements WebMvcConfigurer {

    private static final String HEADER = "X-Request-ID";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HandlerInterceptor() {
                    @Override
                    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
                        var id = request.getHeader(HEADER);
                        if (id != null && id.chars().noneMatch(Character::isISOControl)) {
                            response.setHeader(HEADER, id);
                        }
                        return true;
                    }
                })
                .addPathPatterns(AuthZenController.PATH + "/**");
    }
}
