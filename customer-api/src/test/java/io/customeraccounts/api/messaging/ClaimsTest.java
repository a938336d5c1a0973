package io.customeraccounts.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimsTest {

    /** Both are in one process, as two containers may have the same process id and host name. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    void areOfOneNodeHoweverAlikeTheNodesAre(Databases kind) {
        var service = TestService.shared(kind);
        var one = node(service);
        var other = node(service);
        one.initializeTokenSegments("of this test", 1, new GlobalSequenceTrackingToken(7));

        assertThat(one.fetchToken("of this test", 0)).isEqualTo(new GlobalSequenceTrackingToken(7));
        assertThatThrownBy(() -> other.fetchToken("of this test", 0)).isInstanceOf(UnableToClaimTokenException.class);
    }

    private static TokenStore node(TestService service) {
        return new StoreConfiguration().tokens(service.bean(ConnectionProvider.class), service.bean(Serializer.class));
    }
}
