package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.tables.ReadTable;
import io.customeraccounts.projections.tables.TableWriter;
import java.util.function.BiFunction;

/**
 * A table and how events get into it.
 *
 * @param projection makes the event handlers, whose statements go to the writer
 */
public record Rebuildable(ReadTable table, BiFunction<TableWriter, PersonalDataVault, Object> projection) {}
