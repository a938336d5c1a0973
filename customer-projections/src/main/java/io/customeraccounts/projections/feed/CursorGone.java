package io.customeraccounts.projections.feed;

/** The cursor is of another history than this store has: of another store, or of a time after the backup it was restored from. */
public final class CursorGone extends RuntimeException {

    CursorGone(FeedCursor cursor) {
        super("no such place in this ledger: after " + cursor.position(), null, false, false);
    }
}
