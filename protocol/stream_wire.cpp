#include "protocol/stream_wire.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "protocol/fields.hpp"
#include "protocol/json_depth.hpp"
#include "protocol/limits.hpp"

namespace protocol::wire {
namespace {

std::string_view type_name(SubmissionType type) { return type == SubmissionType::entry ? "entry" : "batch"; }

std::optional<SubmissionType> parse_type(std::string_view text) {
    if (text == type_name(SubmissionType::entry)) return SubmissionType::entry;
    if (text == type_name(SubmissionType::batch)) return SubmissionType::batch;
    return std::nullopt;
}

std::unexpected<std::error_code> refuse(errc why) { return std::unexpected(make_error_code(why)); }

}  // namespace

const std::size_t submission_bytes_max = limits::submission_line_bytes_max + 1 + limits::batch_bytes_max;

crypto::Bytes encode_submission(const StreamSubmission& submission) {
    auto out = crypto::to_bytes(canonical({{"submit", submission.sequence}, {"type", type_name(submission.type)}}) + "\n");
    crypto::append(out, submission.bytes);
    return out;
}

std::expected<StreamSubmission, std::error_code> parse_submission(crypto::ByteView message) {
    if (message.size() > submission_bytes_max) return refuse(errc::too_large);
    const auto start = crypto::as_text(message.first(std::min(message.size(), limits::submission_line_bytes_max + 1)));
    const auto end = start.find('\n');
    if (end == std::string_view::npos) return refuse(errc::malformed_header);
    const auto line = parse_canonical(start.substr(0, end), limits::submission_line_bytes_max);
    if (!line) return refuse(errc::malformed_header);
    Fields fields(*line);
    StreamSubmission out{.sequence = fields.integer("submit", limits::integer_max), .type = {}, .bytes = {}};
    const auto type = fields.parsed("type", parse_type);
    if (!fields.done()) return refuse(errc::malformed_header);
    out.type = *type;
    const auto bytes = message.subspan(end + 1);
    if (bytes.size() > limits::batch_bytes_max) return refuse(errc::too_large);
    out.bytes.assign(bytes.begin(), bytes.end());
    return out;
}

crypto::Bytes encode_answer(const StreamAnswer& answer) {
    if (!answer.result) {
        Json out = Json::parse(problem_json(answer.result.error()));
        out["submit"] = answer.sequence;
        return crypto::to_bytes(out.dump());
    }
    // Two more members, in the order that a dump would give: "receipts" stands before both.
    std::string out = encode_receipts(*answer.result);
    out.pop_back();
    out +=
        std::string(",\"status\":") + (answer.repeated ? "200" : "201") + ",\"submit\":" + std::to_string(answer.sequence) + "}";
    return crypto::to_bytes(out);
}

std::expected<StreamAnswer, std::error_code> parse_answer(crypto::ByteView message) {
    const auto text = crypto::as_text(message);
    if (text.size() > limits::batch_bytes_max || !is_shallow_json(text, limits::header_depth_max))
        return refuse(errc::receipt_invalid);
    Json object = Json::parse(text, nullptr, false);
    if (!object.is_object() || object.dump() != text) return refuse(errc::receipt_invalid);
    Fields fields(object);
    StreamAnswer answer{.sequence = fields.integer("submit", limits::integer_max), .repeated = false, .result = {}};
    const auto status = fields.integer("status", 599);
    if (fields.failed()) return refuse(errc::receipt_invalid);
    if (!fields.has("receipts")) {
        auto problem = parse_problem(text);
        if (!problem || status < 400) return refuse(errc::receipt_invalid);
        answer.result = std::unexpected(std::move(*problem));
        return answer;
    }
    if (status != 200 && status != 201) return refuse(errc::receipt_invalid);
    object.erase("submit");
    object.erase("status");
    auto receipts = parse_receipts(object.dump());
    if (!receipts) return std::unexpected(receipts.error());
    answer.repeated = status == 200;
    answer.result = std::move(*receipts);
    return answer;
}

std::expected<StreamMessage, std::error_code> parse_stream_message(crypto::ByteView message) {
    if (std::ranges::find(message, std::uint8_t{'\n'}) == message.end()) {
        auto answer = parse_answer(message);
        if (!answer) return std::unexpected(answer.error());
        return std::move(*answer);
    }
    auto page = parse_page(message);
    if (!page) return std::unexpected(page.error());
    return std::move(*page);
}

}  // namespace protocol::wire
