package io.customeraccounts.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets programs without a secret refresh and revoke: they only say who they are, and the token itself is the proof.
 * Spring Security knows such programs at the first token only, where they show the code verifier.
 */
final class PublicPrograms implements AuthenticationConverter, AuthenticationProvider {

    private static final String HAS_TOKEN = PublicPrograms.class.getName();

    private final RegisteredClientRepository programs;
    private final String revocationPath;

    PublicPrograms(RegisteredClientRepository programs, String revocationPath) {
        this.programs = programs;
        this.revocationPath = revocationPath;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        var refreshes = AuthorizationGrantType.REFRESH_TOKEN
                .getValue()
                .equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
        var revokes = request.getRequestURI().endsWith(revocationPath);
        var ids = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
        if ((!refreshes && !revokes)
                || ids == null
                || ids.length != 1
                || request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null) {
            return null;
        }
        return new OAuth2ClientAuthenticationToken(
                ids[0], ClientAuthenticationMethod.NONE, null, Map.of(HAS_TOKEN, true));
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        var claimed = (OAuth2ClientAuthenticationToken) authentication;
        if (!claimed.getAdditionalParameters().containsKey(HAS_TOKEN)) {
            return null;
        }
        var program = programs.findByClientId(claimed.getName());
        if (program == null || !program.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(program, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
