package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Installation.Node;
import io.customeraccounts.api.mail.ScriptedMailServer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong, and is put right again. Each may come between a mail server's yes and the note about it. */
enum Fault {
    /** SIGKILL, at any moment. */
    KILL {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            pause(random.nextInt(500, 1500));
            node.kill();
            startAgain(installation, node);
        }
    },

    KILL_BEFORE_COMMIT {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            killAt(KillPoint.BEFORE_COMMIT, installation, node, random);
        }
    },

    KILL_BEFORE_AN_INVITATIONS_COMMIT {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            killAt(KillPoint.BEFORE_AN_INVITATIONS_COMMIT, installation, node, random);
        }
    },

    KILL_AFTER_COMMIT_BEFORE_THE_ANSWER {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            killAt(KillPoint.AFTER_COMMIT_BEFORE_THE_ANSWER, installation, node, random);
        }
    },

    KILL_AFTER_A_FOLLOWERS_WRITE_BEFORE_ITS_TOKEN {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            killAloneAt(KillPoint.AFTER_A_FOLLOWERS_WRITE_BEFORE_ITS_TOKEN, installation, node, random);
        }
    },

    KILL_AFTER_THE_MAIL_SERVERS_YES_BEFORE_THE_MARK {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            killAloneAt(KillPoint.AFTER_THE_MAIL_SERVERS_YES_BEFORE_THE_MARK, installation, node, random);
        }
    },

    KILL_WHILE_SEALING {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            killAt(KillPoint.WHILE_SEALING, installation, node, random);
        }
    },

    KILL_WHILE_REBUILDING {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            var others = installation.nodes().stream().filter(it -> it != node).toList();
            others.forEach(Node::kill);
            var point = random.nextBoolean() ? KillPoint.REBUILD_HAS_READ : KillPoint.REBUILD_HAS_COMPARED;
            node.kill();
            node.start(Trap.kill(point, 1));
            var table = List.of("customer", "customer_user", "invitation").get(random.nextInt(3));
            installation.rebuild(table);
            awaitDeath(point, node);
            startAgain(installation, node);
            others.forEach(it -> it.start());
            if (!new Witness(installation).untilRebuilt(table, Duration.ofSeconds(60))) {
                throw new AssertionError("the rebuild of " + table + " did not go on");
            }
        }
    },

    /** SIGSTOP, for longer than every time-out: claims of followers end after 10 s, those of mails after 30 s. */
    STOP_FOR_LONG {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            node.signal("STOP");
            pause(35_000);
            node.signal("CONT");
        }
    },

    /** SIGSTOP as well, while it holds the lock that makes it the sealer. */
    STOP_WHILE_SEALING {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            var trap = Trap.freeze(KillPoint.WHILE_SEALING);
            node.kill();
            node.start(trap);
            if (!node.freezes(Duration.ofSeconds(30))) {
                throw new AssertionError("nobody got to " + trap);
            }
            pause(35_000);
            node.signal("CONT");
        }
    },

    /** As if the power had failed. */
    DATABASE_CRASHES {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            installation.database.crash();
        }
    },

    DATABASE_RESTARTS {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            installation.database.restart(Duration.ZERO);
        }
    },

    DATABASE_IS_AWAY_FOR_LONG {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            installation.database.restart(Duration.ofSeconds(90));
        }
    },

    BACKENDS_ARE_KILLED {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            for (var times = 0; times < 5; times++) {
                installation.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit 2
                    """);
                pause(random.nextInt(50, 300));
            }
        }
    },

    /** The database gets the COMMIT, and the service no answer. */
    CUT_AFTER_COMMIT_WAS_SENT {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            for (var times = 0; times < 5; times++) {
                node.way().cutAtNextCommit();
                if (!node.way().hasCut(Duration.ofSeconds(20))) {
                    throw new AssertionError("nobody committed anything");
                }
                pause(random.nextInt(50, 300));
            }
        }
    },

    ALL_CONNECTIONS_ARE_CUT {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            node.way().cutAll();
        }
    },

    MAIL_SERVER_IS_SLOW {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            mailServer(installation, "DOT", ScriptedMailServer.SILENCE, "250 taken", 17_000);
        }
    },

    MAIL_SERVER_REFUSES {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            mailServer(installation, "RCPT", "450 4.2.1 later", "250 fine", 3_000);
        }
    },

    /** It has the mail and hangs up instead of saying so. */
    MAIL_SERVER_DROPS {
        @Override
        void happen(Installation installation, Node node, SplittableRandom random) throws Exception {
            mailServer(installation, "DOT", ScriptedMailServer.HANG_UP, "250 taken", 2_000);
        }
    };

    /** @param node the one that it happens to, if it happens to one */
    abstract void happen(Installation installation, Node node, SplittableRandom random) throws Exception;

    /** One node follows for the mails, and has sent most of them before others look: this one, if there is no other. */
    private static void killAloneAt(KillPoint point, Installation installation, Node node, SplittableRandom random)
            throws Exception {
        var others = installation.nodes().stream().filter(it -> it != node).toList();
        others.forEach(Node::kill);
        killAt(point, installation, node, random);
        others.forEach(it -> it.start());
    }

    private static void killAt(KillPoint point, Installation installation, Node node, SplittableRandom random)
            throws Exception {
        node.kill();
        node.start(Trap.kill(point, random.nextInt(1, 6)));
        awaitDeath(point, node);
        startAgain(installation, node);
    }

    static void awaitDeath(KillPoint point, Node node) throws InterruptedException {
        if (!node.dies(Duration.ofSeconds(60))) {
            throw new AssertionError("nobody got to " + point);
        }
    }

    static void startAgain(Installation installation, Node node) throws Exception {
        if (installation.nodes().stream().noneMatch(Node::isAlive)) {
            installation.endLeases();
        }
        node.start();
    }

    private static void mailServer(Installation installation, String step, String fault, String usual, int milliseconds)
            throws InterruptedException {
        installation.mailServer.answering(step, fault);
        pause(milliseconds);
        installation.mailServer.answering(step, usual);
    }

    private static void pause(int milliseconds) throws InterruptedException {
        Thread.sleep(milliseconds);
    }
}
