// What `nfp carry` takes on a file between a home without network and one that reaches the gateway (docs/protocol.md, "Bundles").
// It holds what the gateway sees anyway, in the encodings that travel to and from it, and is proved by what is in it: a bundle
// itself is signed by nobody.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "protocol/bundle/limits.hpp"
#include "protocol/names.hpp"
#include "protocol/stream_wire.hpp"

namespace protocol::wire {

// From a person's home to the gateway.
struct OutgoingBundle {
    NetworkId network{};
    Handle person;
    std::uint64_t from = 0;                        // first index that the home has not verified yet
    std::optional<std::string> checkpoint;         // newest note it has verified: of what date it is. Nothing: none yet
    std::optional<std::string> enrolment;          // POST /v1/enrolments, while the home waits for its admission
    std::vector<StreamSubmission> submissions;     // sequence: carriage_number of its first entry
};

// From the gateway back to that home.
struct ReturningBundle {
    NetworkId network{};
    Handle person;
    std::uint64_t from = 0;                        // first index that the pages speak of
    std::vector<StreamAnswer> answers;             // to submissions, by their sequence
    std::vector<Page> pages;                       // what is this person's from there on, one after the other
};

using Bundle = std::variant<OutgoingBundle, ReturningBundle>;
crypto::Bytes encode_bundle(const Bundle& bundle);
// Accepts exactly what encode_bundle writes. Errors: too_large, malformed_entry (cut short, something after its end, or not in
// the one form).
std::expected<Bundle, std::error_code> parse_bundle(crypto::ByteView bytes);

// Of what date the bundle says it is: the time in its checkpoint, unverified, for whoever has no key to verify it with.
std::optional<std::int64_t> stated_time(const OutgoingBundle& bundle);

// Names a submission by its first entry, so that an answer that is carried twice, or late, meets no other: the first 6 bytes of
// the id, big-endian.
std::uint64_t carriage_number(const EntryId& first_entry);

}  // namespace protocol::wire
