package io.customeraccounts.projections.paging;

/** The cursor is not one that this list, with this order and these filters, has given out. */
public final class MalformedCursor extends RuntimeException {

    MalformedCursor() {
        super("not a cursor of this list");
    }
}
