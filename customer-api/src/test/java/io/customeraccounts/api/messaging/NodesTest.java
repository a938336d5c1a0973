package io.customeraccounts.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.projections.testing.Databases;
import org.axonframework.config.EventProcessingConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource
class NodesTest {

    @AutoClose
    private final HikariDataSource database;

    private final JdbcClient sql;

    NodesTest(Databases kind) {
        database = kind.laidOut();
        sql = JdbcClient.create(database);
    }

    @BeforeEach
    void aFollowerWithFourSegmentsAndOneWithOne() {
        for (var segment = 0; segment < 4; segment++) {
            sql.sql("insert into token_entry (processor_name, segment) values ('four', " + segment + ")")
                    .update();
        }
        sql.sql("insert into token_entry (processor_name, segment) values ('one', 0)")
                .update();
    }

    @Test
    void oneTakesEverything() {
        var node = met();

        assertThat(node.share("four")).isEqualTo(4);
        assertThat(node.share("one")).isEqualTo(1);
    }

    @Test
    void twoTakeHalfEach() {
        var first = met();
        var second = met();
        first.meet();

        assertThat(first.share("four")).isEqualTo(2);
        assertThat(second.share("four")).isEqualTo(2);
    }

    @Test
    void nothingIsLeftOverWhereItCannotBeSharedEvenly() {
        met();
        met();

        assertThat(met().share("four")).isEqualTo(2);
        assertThat(met().share("one")).isEqualTo(1);
    }

    @Test
    void whoStaysTakesEverythingWhenTheOtherLeaves() {
        var first = met();
        var second = met();
        second.leave();
        first.meet();

        assertThat(first.share("four")).isEqualTo(4);
    }

    @Test
    void whoIsSilentIsNotCounted() {
        met();
        sql.sql("update node set seen_at = current_timestamp - interval '%d' second"
                        .formatted(Nodes.SILENCE.toSeconds() + 1))
                .update();

        assertThat(met().share("four")).isEqualTo(4);
    }

    @Test
    void takesWhatThereIsBeforeAnythingIsCounted() {
        assertThat(node().share("new")).isGreaterThan(1_000);
    }

    private Nodes met() {
        var node = node();
        node.meet();
        return node;
    }

    private Nodes node() {
        return new Nodes(sql, new DefaultListableBeanFactory().getBeanProvider(EventProcessingConfiguration.class));
    }
}
