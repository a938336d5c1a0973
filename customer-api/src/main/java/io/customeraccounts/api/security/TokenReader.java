package io.customeraccounts.api.security;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.Jwt;

/** Says whose a valid token is. Refuses one whose owner may not use it any more. */
interface TokenReader extends Converter<Jwt, CallerAuthentication> {

    @Override
    CallerAuthentication convert(Jwt token);
}
