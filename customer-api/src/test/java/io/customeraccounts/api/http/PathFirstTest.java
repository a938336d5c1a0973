package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

class PathFirstTest {

    private final RequestMappingHandlerMapping handlers = new PathFirst().getRequestMappingHandlerMapping();

    @Controller
    static class Users {

        @GetMapping("/users/{id}")
        void show() {}

        @PutMapping("/users/{id}")
        void change() {}

        @GetMapping("/error")
        void fail() {}
    }

    @BeforeEach
    void prepare() {
        var context = new StaticWebApplicationContext();
        context.registerPrototype("users", Users.class); // another bean for each time it is looked for
        context.refresh();
        handlers.setApplicationContext(context);
        handlers.afterPropertiesSet();
    }

    private HandlerMethod handler(MockHttpServletRequest request) throws Exception {
        ServletRequestPathUtils.parseAndCache(request);
        return (HandlerMethod)
                Objects.requireNonNull(handlers.getHandler(request)).getHandler();
    }

    @Test
    void looksForAHandlerOnce() throws Exception {
        var request = new MockHttpServletRequest("GET", "/users/1");

        var found = handler(request);

        assertThat(found.getMethod().getName()).isEqualTo("show");
        assertThat(handler(request)).isSameAs(found);
        assertThat(handler(new MockHttpServletRequest("GET", "/users/1"))).isNotSameAs(found);
    }

    @Test
    void looksAgainForARequestThatHasBecomeAnother() throws Exception {
        var request = new MockHttpServletRequest("GET", "/users/1");
        handler(request);

        request.setMethod("PUT");
        assertThat(handler(request).getMethod().getName()).isEqualTo("change");
        request.setMethod("GET");
        request.setRequestURI("/error");
        assertThat(handler(request).getMethod().getName()).isEqualTo("fail");

        var found = handler(request);
        request.setDispatcherType(DispatcherType.ERROR);
        assertThat(handler(request)).isNotSameAs(found);
    }
}
