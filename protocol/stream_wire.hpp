// What travels over a stream (docs/protocol.md, "The stream"): submissions one way, deliveries and answers the other. Each is
// one binary message.
#pragma once

#include <expected>
#include <variant>
#include <vector>

#include "protocol/problem.hpp"
#include "protocol/wire.hpp"

namespace protocol::wire {

// {"submit":SEQ,"type":TYPE} LF, then the bytes of one entry or of a batch.
enum class SubmissionType { entry, batch };
struct StreamSubmission {
    std::uint64_t sequence = 0;   // the sender's own count; its answer carries it
    SubmissionType type = SubmissionType::entry;
    crypto::Bytes bytes;
};
crypto::Bytes encode_submission(const StreamSubmission& submission);
// Errors: malformed_header when the line is not the one form, too_large when the bytes are over what POST /v1/entries takes.
std::expected<StreamSubmission, std::error_code> parse_submission(crypto::ByteView message);
// The largest message that parse_submission takes.
extern const std::size_t submission_bytes_max;

// The one answer to a submission: {"receipts":[...],"status":201 or 200,"submit":SEQ}, or a problem document with "submit".
struct StreamAnswer {
    std::uint64_t sequence = 0;
    bool repeated = false;                                        // status 200: the gateway had it already
    std::expected<std::vector<ReceiptText>, Problem> result;
};
crypto::Bytes encode_answer(const StreamAnswer& answer);
// Error: receipt_invalid.
std::expected<StreamAnswer, std::error_code> parse_answer(crypto::ByteView message);

// A message from the gateway: a page is told from an answer by its first line's end, which an answer has none of.
using StreamMessage = std::variant<Page, StreamAnswer>;
// Errors: those of parse_page and parse_answer.
std::expected<StreamMessage, std::error_code> parse_stream_message(crypto::ByteView message);

}  // namespace protocol::wire
