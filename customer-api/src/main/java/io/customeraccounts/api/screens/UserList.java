package io.customeraccounts.api.screens;

import org.jspecify.annotations.Nullable;

/** Which part of the list of users is looked at; a part of the address of the page, and of what its forms are sent to. */
record UserList(
        @Nullable String search,
        @Nullable String in,
        @Nullable String sort,
        @Nullable String cursor) {

    private static final String QUERY = "?search={search}&in={in}&sort={sort}&cursor={cursor}";

    /** The page, at the same place. */
    public String url(String path) {
        return Api.url(path + QUERY, text(search), text(in), text(sort), text(cursor));
    }

    public String url(String path, String done) {
        return Api.url(path + QUERY + "&done={done}", text(search), text(in), text(sort), text(cursor), done);
    }

    String asked(Object customerId) {
        return "/api/v1" + path("/customers/" + customerId);
    }

    /** What the API is asked, by the path of the customer. */
    public String path(String here) {
        return Api.url(
                here + "/users?search={search}&group={in}&sort={sort}&cursor={cursor}",
                text(search),
                text(in),
                text(sort),
                text(cursor));
    }

    /** The same users in another order, from the beginning. */
    public UserList by(String column) {
        return new UserList(search, in, column.equals(sorted()) ? "-" + column : column, null);
    }

    public UserList after(String next) {
        return new UserList(search, in, sort, next);
    }

    /** From the beginning. */
    public UserList first() {
        return new UserList(search, in, sort, null);
    }

    public String sorted() {
        return sort == null || sort.isEmpty() ? "name" : sort;
    }

    public boolean filtered() {
        return !text(search).isEmpty() || !text(in).isEmpty();
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
