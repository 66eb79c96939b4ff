// What the committer takes, and what it answers.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <system_error>
#include <variant>
#include <vector>

#include "crypto/tls_identity.hpp"
#include "gateway/store/store.hpp"
#include "protocol/entry.hpp"
#include "protocol/invitation.hpp"
#include "protocol/wire.hpp"

namespace gateway {

// Entries to append, all or nothing. parse_entry has held each body against its header before anything looks the id up.
struct Submission {
    std::vector<protocol::Entry> entries;
    // The device whose connection brought them: designated at the append, as their authors are. None: a recovery, which is its
    // own proof.
    std::optional<crypto::tls::SpkiPin> carrier = {};
};
// The first batch of a network. The caller has checked the founding token.
struct Founding {
    std::vector<protocol::Entry> entries;
};
// A request to join. The caller has checked everything that the enrolment itself and the network's state can show.
struct Joining {
    store::StoredEnrolment enrolment;
    protocol::Purpose purpose = protocol::Purpose::person;
};
using Job = std::variant<Submission, Founding, Joining>;

// Time of the leaves of one transaction, or why nothing may be appended now.
using LeafTime = std::expected<std::int64_t, std::error_code>;

struct Refusal {
    std::error_code why;
    std::optional<std::size_t> entry;  // which of the submission, from 0
};
struct Accepted {
    bool repeated = false;                               // it was there already: nothing new was written
    std::vector<protocol::wire::ReceiptText> receipts;   // one per entry; none for a Joining
};
using Outcome = std::expected<Accepted, Refusal>;
// Called once, on the committer's thread: hand over and return.
using Completion = std::move_only_function<void(Outcome)>;

}  // namespace gateway
