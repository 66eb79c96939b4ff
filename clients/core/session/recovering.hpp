// With a recovery sheet: back in with nothing else left, or the past of a state for somebody who came after.
#pragma once

#include <expected>
#include <string>

#include "clients/core/session/session.hpp"
#include "crypto/recovery/key.hpp"

namespace clients {

// Who lost all devices, and where.
struct Lost {
    std::string gateway;             // HOST:PORT
    crypto::tls::SpkiPin pin{};      // as a colleague or the secretariat gave it
    protocol::Handle handle;
};
// What the gateway says of the sheet: its network is to be compared with what stands on the sheet before anything is done.
// Errors: wrong_sheet, the gateway does not know it.
std::expected<RecoveryPlace, Failure> find_recovery(const Lost& lost, const crypto::recovery::RecoverySecret& secret,
                                                    const std::string& language);

struct Restored {
    protocol::Receipt receipt;       // of the sheet's use
    std::uint64_t entries = 0;       // fetched,
    std::uint64_t opened = 0;        // and how many of them were opened
    std::size_t keys = 0;            // in the keyring
};
// In an empty home: makes the keys of a new device, uses the sheet, verifies, fetches the whole register and opens the past.
// Keys, entry and words are durable before the gateway hears of them; after a failure on the way resume_recovery() goes on.
// Errors: recovery_invalid, not_current (the sheet was used, replaced or ended), not_authorised (of no holder's).
std::expected<Restored, Failure> recover(Session& session, const Lost& lost, const RecoveryPlace& place,
                                         const crypto::recovery::RecoverySecret& secret);
// Was a recovery begun in this home and not finished?
bool recovery_begun(Session& session);
// Was it refused? Nobody signs a refusal: recover() with the same sheet for the same person tries the same keys again, also at
// another address; with another sheet or for another person it makes others.
bool recovery_refused(Session& session);
std::expected<Restored, Failure> resume_recovery(Session& session);

// By a device that is there: the sheet opens the past of its state. Once, unless by this device itself. Call sync() before.
// Errors: wrong_sheet, not_current (used by another), those of judge().
std::expected<Restored, Failure> open_past(Session& session, const crypto::recovery::RecoverySecret& secret);

}  // namespace clients
