package io.customeraccounts.api.ledger;

import io.customeraccounts.projections.ledger.SignedNote;

/** Somebody outside of the service who is to have its checkpoints, so that nobody inside can make another past of it. */
interface CheckpointReceiver {

    /** The last checkpoint that there is; offered again and again. Never waits for the receiver. */
    void offer(SignedNote last);
}
