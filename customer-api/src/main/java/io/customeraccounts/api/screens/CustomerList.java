package io.customeraccounts.api.screens;

import org.jspecify.annotations.Nullable;

/** Which part of the list of managed customers is looked at; a part of the address of the page. */
record CustomerList(
        @Nullable String search,
        @Nullable String state,
        @Nullable String sort,
        @Nullable String cursor) {

    private static final String QUERY = "?search={search}&state={state}&sort={sort}&cursor={cursor}";

    /** The page at this place of the list, and so what the API is asked. */
    public String url(String path) {
        return Api.url(
                path + QUERY,
                UserList.text(search).strip(),
                UserList.text(state),
                UserList.text(sort),
                UserList.text(cursor));
    }

    /** The same customers in another order, from the beginning. */
    public CustomerList by(String column) {
        return new CustomerList(search, state, column.equals(sorted()) ? "-" + column : column, null);
    }

    public CustomerList after(String next) {
        return new CustomerList(search, state, sort, next);
    }

    /** From the beginning. */
    public CustomerList first() {
        return new CustomerList(search, state, sort, null);
    }

    public String sorted() {
        return UserList.text(sort).isEmpty() ? "name" : UserList.text(sort);
    }

    public boolean filtered() {
        return !UserList.text(search).isEmpty() || !UserList.text(state).isEmpty();
    }

    public boolean continued() {
        return !UserList.text(cursor).isEmpty();
    }
}
