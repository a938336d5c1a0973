"use strict";

// What pages do beyond what their HTML does by itself. Everything works without: forms are sent, links lead on, times are UTC.
(() => {
    const dateTime = new Intl.DateTimeFormat(document.documentElement.lang, {dateStyle: "medium", timeStyle: "short"});
    const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

    // So that the service can say times and days in it, too.
    const zone = dateTime.resolvedOptions().timeZone || "";
    document.cookie = "zone=" + zone + ";path=/;max-age=31536000;samesite=lax" + (location.protocol === "https:" ? ";secure" : "");
    const inOwnZone = () => {
        const made = document.querySelector("[data-zone]");
        if (made && made.dataset.zone !== zone && !sessionStorage.getItem("zone")) {
            sessionStorage.setItem("zone", zone);
            location.reload();
        }
    };

    const say = text => {
        const announcer = document.getElementById("announcer");
        if (announcer && text) {
            announcer.textContent = "";
            setTimeout(() => announcer.textContent = text, 50);
        }
    };

    // In the zone of whoever looks.
    const localTimes = within => all("time[datetime]:not(.day):not([data-local])", within).forEach(time => {
        const at = new Date(time.dateTime);
        if (!isNaN(at)) {
            time.title = time.textContent;
            time.textContent = dateTime.format(at);
            time.dataset.local = "";
        }
    });

    // The disc is active when there is something to save.
    const isChanged = form => Array.from(form.elements)
        .filter(field => field.matches("select, input[type=date]"))
        .some(field => field.value !== (field.dataset.was || ""));
    const showChanged = form => {
        const changed = isChanged(form);
        form.classList.toggle("changed", changed);
        all("button[type=submit]", form).forEach(disc => disc.setAttribute("aria-disabled", String(!changed)));
    };

    const coolDown = () => all("[data-until]").forEach(wait => {
        const left = Math.ceil((new Date(wait.dataset.until) - Date.now()) / 1000);
        const button = wait.parentElement.querySelector("button");
        wait.textContent = left > 0 ? wait.dataset.text.replace("{0}", left) : "";
        button.setAttribute("aria-disabled", String(left > 0));
        if (left <= 0) {
            delete wait.dataset.until;
        }
    });

    // Whatever changes how large something is.
    const fill = within => {
        localTimes(within);
        coolDown();
        all("[data-picks]", within).forEach(box => box.hidden = false);
    };

    const prepare = within => {
        inOwnZone();
        fill(within);
        all("form.save").forEach(showChanged);
        all("[data-said]", within).forEach(said => say(said.textContent.trim()));
        if (new URLSearchParams(location.search).has("done")) {
            const url = new URL(location.href);
            url.searchParams.delete("done");
            history.replaceState(history.state, "", url);
        }
    };

    // How a program does what the form does, with what is in the form now; what is secret stays out of it.
    const secrets = ["password", "token"];
    const afterThatDay = day => new Date(Date.parse(day) + 86_400_000).toISOString().replace(".000", "");
    const escaped = text => "'" + text.replace(/[\p{Cf}\p{Zl}\p{Zp}]/gu, mark => Array.from({length: mark.length},
        (_, at) => "\\u" + mark.charCodeAt(at).toString(16).padStart(4, "0")).join("")).replaceAll("'", "'\\''") + "'";
    const valueOf = (fields, before) => {
        if (Array.isArray(before)) {
            return fields[0].matches("textarea")
                ? fields[0].value.split("\n").map(line => line.trim()).filter(line => line)
                : fields.filter(field => field.checked).map(field => field.value);
        }
        const field = fields[0].type === "radio" ? fields.find(radio => radio.checked) : fields[0];
        return !field ? before : field.value || null;
    };
    const bringUpToDate = call => {
        const form = call.dataset.form ? document.getElementById(call.dataset.form) : call.closest("form");
        const fieldsOf = name => Array.from(form.elements).filter(field => field.name === name && !field.disabled);
        const part = call.querySelector("[data-part]");
        if (form && part) {
            part.textContent = encodeURIComponent(fieldsOf(part.dataset.field)[0].value);
        }
        const body = call.querySelector("[data-body]");
        if (form && form.matches("form") && body) {
            const said = JSON.parse(body.textContent.slice(1, -1).replaceAll("'\\''", "'"));
            for (const name of Object.keys(said)) {
                const fields = fieldsOf(name === "endsAt" ? "lastDay" : name);
                if (fields.length > 0 && !secrets.includes(name)) {
                    const value = valueOf(fields, said[name]);
                    said[name] = name === "endsAt" && value ? afterThatDay(value) : value;
                }
            }
            body.textContent = escaped(JSON.stringify(said));
        }
    };
    const copy = call => {
        bringUpToDate(call);
        const text = call.querySelector("code").textContent;
        const told = () => say(document.getElementById("announcer").dataset.copied);
        if (navigator.clipboard) {
            navigator.clipboard.writeText(text).then(told);
        } else {
            getSelection().selectAllChildren(call.querySelector("code"));
            document.execCommand("copy");
            told();
        }
    };
    document.addEventListener("toggle", event => {
        if (event.target.matches("details.curl") && event.target.open) {
            all("pre", event.target).forEach(call => {
                bringUpToDate(call);
                if (!call.querySelector("button")) {
                    const button = document.createElement("button");
                    button.type = "button";
                    button.className = "second";
                    button.textContent = document.getElementById("announcer").dataset.copy;
                    button.addEventListener("click", () => copy(call));
                    call.append(button);
                }
            });
        }
    }, true);

    // The page as it is now; what is around its middle is of the first one.
    document.addEventListener("submit", event => all("[data-here]", event.target).forEach(page => {
        page.value = location.pathname + location.search;
    }), true);

    // All of the rows that are shown are picked, or none.
    document.addEventListener("change", event => {
        if (event.target.matches("[data-picks]")) {
            all("tbody [type=checkbox]", event.target.closest("table")).forEach(box => box.checked = event.target.checked);
        }
    });

    document.addEventListener("input", event => {
        const form = event.target.form;
        if (form && form.classList.contains("save")) {
            showChanged(form);
        }
    });

    // A button that is not active stays where the keyboard finds it, and does nothing.
    document.addEventListener("click", event => {
        const button = event.target.closest("[aria-disabled=true]");
        if (button) {
            event.preventDefault();
            event.stopImmediatePropagation();
        }
    }, true);

    // Several lines pasted where one name belongs are several people.
    document.addEventListener("paste", event => {
        const form = event.target.closest("[data-paste=lines]");
        const text = event.clipboardData ? event.clipboardData.getData("text") : "";
        const lines = document.getElementById("many-lines");
        if (form && lines && (/\n./.test(text.trim()) || /<[^<>]+@[^<>]+>/.test(text))) {
            event.preventDefault();
            document.getElementById("many").open = true;
            lines.value = text.trim();
            lines.form.requestSubmit();
        }
    });

    document.addEventListener("htmx:beforeSwap", event => {
        const url = new URL(event.detail.xhr.responseURL || location.href);
        if (!/^\/(customers|account|operations)(\/|$)/.test(url.pathname)) {
            // Signed out meanwhile: the page to sign in is no part of this one.
            event.detail.shouldSwap = false;
            location.href = "/sign-in?continue=" + encodeURIComponent(location.pathname);
        }
    });

    // What somebody is changing here is not taken away by what others change.
    const isInUse = refresher => {
        const list = refresher && document.querySelector(refresher.getAttribute("hx-target"));
        return list && (list.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")
            || list.querySelector("[form=bulk]:checked") || all("form.save", list).some(isChanged));
    };
    // Nor is a command that is open to be copied; when it is closed again, what was told meanwhile is shown.
    const late = new Set();
    const isOpenIn = refresher => document.querySelector(refresher.getAttribute("hx-target") + " details.curl[open]");
    const keepsWhatIsThere = refresher => {
        if (isInUse(refresher)) {
            document.getElementById("behind").hidden = false;
        } else if (isOpenIn(refresher)) {
            late.add(refresher);
        } else {
            return false;
        }
        return true;
    };
    document.addEventListener("toggle", event => late.forEach(refresher => {
        if (!event.target.open && !isOpenIn(refresher)) {
            late.delete(refresher);
            htmx.trigger(refresher, refresher.getAttribute("hx-trigger"));
        }
    }), true);
    document.addEventListener("htmx:beforeRequest", event => {
        const refresher = event.target.closest("[hx-trigger^='sse:']");
        if (refresher && keepsWhatIsThere(refresher)) {
            event.preventDefault();
        }
    });

    // What others change slides to its new place, or shows there where motion is not wanted, and what is being read stays where it
    // is: nothing jumps away under the eye.
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const movable = () => {
        const parts = new Map();
        all("#main section, #main section > *, #main > p, #main .list, #main .list > *, #main tbody, #main tr, #main th, #main td, #main li").forEach(part => {
            const row = part.closest("tr");
            const named = part.tagName === "TBODY" ? part.closest("[id]") : row || part;
            const link = named.querySelector("a[href]");
            const key = part.tagName + (part.cellIndex === undefined ? "" : part.cellIndex)
                + (named.id || (link && link.getAttribute("href")) || named.textContent.trim().slice(0, 80));
            if (!parts.has(key) && part.getClientRects().length > 0) {
                parts.set(key, part);
            }
        });
        return parts;
    };
    // In the window. Of a cell, what is in it: it stands in the middle of a row, however high that is.
    const place = part => {
        const inside = document.createRange();
        inside.selectNodeContents(part);
        const box = (part.cellIndex === undefined || !part.firstChild ? part : inside).getBoundingClientRect();
        return {x: box.left, y: box.top};
    };
    let places = null;
    let read = [];
    let moving = [];
    document.addEventListener("htmx:beforeSwap", event => {
        const live = event.detail.requestConfig && event.detail.requestConfig.elt.matches("[hx-trigger^='sse:']");
        if (live && keepsWhatIsThere(event.detail.requestConfig.elt)) {
            // Begun while the answer was on its way.
            event.detail.shouldSwap = false;
        }
        const onItsWay = moving.filter(it => it.playState === "running");
        if (live && event.detail.shouldSwap && onItsWay.length > 0) {
            // One after the other: what is on its way arrives first, and then it is asked for again.
            const refresher = event.detail.requestConfig.elt;
            event.detail.shouldSwap = false;
            Promise.allSettled(onItsWay.map(it => it.finished)).then(() =>
                refresher.isConnected && htmx.trigger(refresher, refresher.getAttribute("hx-trigger").split(",")[0].trim()));
        }
        places = live && event.detail.shouldSwap && !document.hidden ? new Map(Array.from(movable(), ([key, part]) => [key, place(part)])) : null;
        // Of a list that begins above the window, the first that is to be seen and still there stays where it is.
        read = places && event.detail.target.getBoundingClientRect().top < 0
            ? Array.from(places).filter(([, {y}]) => y >= 0 && y < innerHeight).sort(([, one], [, other]) => one.y - other.y)
            : [];
    });
    document.addEventListener("htmx:afterSwap", () => {
        // Before it is painted.
        fill(document);
        if (!places) {
            return;
        }
        const moved = new Map();
        const parts = movable();
        parts.forEach(part => part.getAnimations().forEach(animation => animation.cancel()));
        const kept = read.find(([key]) => parts.has(key));
        if (kept) {
            scrollBy({top: place(parts.get(kept[0])).y - kept[1].y, behavior: "instant"});
        }
        parts.forEach((part, key) => {
            const before = places.get(key);
            if (before) {
                const now = place(part);
                // What begins above the window is not seen to begin anywhere else there.
                moved.set(part, {x: before.x - now.x, y: before.y < 0 && now.y < 0 ? 0 : before.y - now.y});
            }
        });
        places = null;
        moving = [];
        moved.forEach((by, part) => {
            // What moves with the part that it is in has no way of its own.
            let around = part.parentElement;
            while (around && !moved.has(around)) {
                around = around.parentElement;
            }
            const within = around ? moved.get(around) : {x: 0, y: 0};
            const x = by.x - within.x;
            const y = by.y - within.y;
            if (Math.abs(x) >= 0.5 || Math.abs(y) >= 0.5) {
                const from = still.matches ? {opacity: 0} : {transform: `translate(${x}px, ${y}px)`};
                const to = still.matches ? {opacity: 1} : {transform: "none"};
                moving.push(part.animate([from, to], {duration: 250, easing: "ease-out"}));
            }
        });
    });

    // The focus stays where it was, whatever comes in place of what had it, and is never lost.
    const rowsOf = () => all("tbody tr, #activity-list li");
    const inRow = element => element.closest("tbody tr, #activity-list li");
    const keyOfRow = row => {
        const link = row.querySelector("a[href]");
        return row.id || (link ? link.getAttribute("href") : (row.cells ? row.cells[0] : row).textContent.trim());
    };
    const keyOf = part => part.tagName + (part.getAttribute("href") || part.name || part.getAttribute("aria-label") || part.textContent.trim());
    const focusable = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    let focused = null;
    document.addEventListener("htmx:beforeSwap", event => {
        const active = document.activeElement;
        const row = inRow(active);
        const entry = document.querySelector("#activity-list a[aria-current]");
        const live = event.detail.requestConfig && event.detail.requestConfig.elt.matches("[hx-trigger^='sse:']");
        focused = event.detail.target.contains(active) || (active === document.body && !live) ? {
            part: active === row || active === document.body ? "" : keyOf(active),
            row: row ? keyOfRow(row) : "",
            place: rowsOf().indexOf(row),
            entry: entry && active.closest("#drawer") ? entry.getAttribute("href") : "",
            list: live ? event.detail.target.id : "main",
            path: location.pathname,
            refused: event.detail.xhr.status >= 400
        } : null;
    });
    // From what is most like it to what is always there.
    const likeIt = () => {
        const rows = rowsOf();
        const row = focused.place < 0 ? null : rows.find(it => keyOfRow(it) === focused.row);
        return [
            focused.part && all(focusable, row || document.getElementById("main")).find(it => keyOf(it) === focused.part),
            row,
            focused.list !== "main" && focused.place >= 0 && rows[Math.min(focused.place, rows.length - 1)],
            focused.entry && all("#activity-list a").find(it => it.getAttribute("href") === focused.entry),
            document.getElementById(focused.list),
            document.getElementById("main")
        ];
    };
    // What is folded away takes no focus.
    const takesFocus = element => {
        if (element) {
            if (element.tabIndex < 0) {
                element.tabIndex = -1;
            }
            element.focus({preventScroll: focused.list !== "main"});
        }
        return element && document.activeElement === element;
    };
    const focusAgain = () => {
        const lost = !document.activeElement || document.activeElement === document.body;
        const wrong = focused && focused.refused && document.querySelector("#main [aria-invalid=true]");
        if (focused && !takesFocus(wrong) && lost) {
            likeIt().find(takesFocus);
            if (focused.list === "main" && focused.path !== location.pathname) {
                scrollTo(0, 0);
            }
        }
        focused = null;
    };

    document.addEventListener("htmx:afterSwap", focusAgain);
    document.addEventListener("htmx:afterSettle", event => {
        prepare(event.detail.elt);
        if (event.detail.elt.id === "main") {
            document.getElementById("behind").hidden = true;
        }
    });

    document.addEventListener("htmx:sseMessage", event => {
        const {changed, news} = document.getElementById("announcer").dataset;
        say({others: changed, news}[event.detail.data]);
    });
    // The right to look has ended, or the service stops.
    document.addEventListener("htmx:sseClose", event => {
        if (event.detail.type === "message") {
            location.reload();
        }
    });

    document.addEventListener("keydown", event => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog[open]")) {
            return;
        }
        const rows = rowsOf();
        const row = inRow(document.activeElement);
        const at = rows.indexOf(row);
        const focus = element => {
            if (element) {
                if (element.tabIndex < 0) {
                    element.tabIndex = -1;
                }
                element.focus();
                event.preventDefault();
            }
        };
        switch (event.key) {
            case "/": return focus(document.querySelector("#search, #main form[method=get] :is(input:not([type=hidden]), select)"));
            case "n": {
                const place = document.querySelector("[data-new], #invite-name");
                if (place && place.matches("details")) {
                    place.open = true;
                }
                return focus(place && place.matches("details") ? place.querySelector("input:not([type=hidden]), select, textarea") : place);
            }
            case "j": return focus(rows[Math.min(at + 1, rows.length - 1)]);
            case "k": return focus(rows[Math.max(at - 1, 0)]);
            case "Enter": {
                const link = document.activeElement === row && row.querySelector("a[href], button");
                return link && link.click();
            }
            case "?": {
                const keys = document.getElementById("keys");
                return keys && keys.showModal();
            }
        }
    });

    // Menus close when one looks elsewhere.
    document.addEventListener("click", event => all("details.menu[open], details.curl[open]").forEach(menu => {
        if (!menu.contains(event.target)) {
            menu.open = false;
        }
    }));
    document.addEventListener("keyup", event => {
        if (event.key === "Escape") {
            const close = document.querySelector("#drawer > .icon-button");
            if (close && !document.querySelector("details.menu[open], details.curl[open]") && !event.target.closest("dialog, input, select, textarea")) {
                close.click();
            }
            all("details.menu[open], details.curl[open]").forEach(menu => {
                menu.open = false;
                menu.querySelector("summary").focus();
            });
        }
    });

    setInterval(coolDown, 1000);
    document.addEventListener("DOMContentLoaded", () => prepare(document));
    if (document.readyState !== "loading") {
        prepare(document);
    }
})();
