// A stream as the calls see it, without sockets: deliveries from where its reader stands, submissions and their answers.
#pragma once

#include <expected>
#include <variant>

#include "gateway/api/router.hpp"

namespace gateway::api {

// The reader's end of a stream. One strand.
struct StreamReader {
    Caller caller;
    Language language = Language::en;
    std::uint64_t next = 0;                          // first index not yet delivered
    std::optional<std::uint64_t> last_submission;    // sequence numbers rise
};
// Requires a plan for Call::stream. Error: malformed_request, the query is not `after=INDEX` or nothing.
std::expected<StreamReader, std::error_code> start_stream(const Plan& plan, const Head& head);

// Are the person on this stream and their device designated still?
bool is_designated(const Services& services, const StreamReader& reader);

struct StreamDelivery {
    crypto::Bytes message;   // one page, as GET /v1/entries gives it
    bool empty = false;      // nothing in it but a fresh checkpoint
    bool more = false;       // ask again at once
};
// What comes next; moves the reader on. By the same function as GET /v1/entries. Error: not_designated.
std::expected<StreamDelivery, std::error_code> deliver(const Services& services, StreamReader& reader);

// A submission that came in: for the register, or answered at once.
struct StreamJob {
    std::uint64_t sequence = 0;
    std::variant<Submission, Refusal> job;
};
// Error: malformed_request, no submission, or its sequence does not rise: nothing can be answered.
std::expected<StreamJob, std::error_code> take_submission(StreamReader& reader, crypto::ByteView message);

// The answer to a submission, as a message.
crypto::Bytes answer_message(std::uint64_t sequence, const Outcome& outcome, Language language);

}  // namespace gateway::api
