#include "protocol/bundle/bundle.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "protocol/enrolment.hpp"
#include "protocol/fields.hpp"
#include "protocol/limits.hpp"
#include "protocol/wire_cursor.hpp"

namespace protocol::wire {
namespace {

constexpr std::uint64_t version = 1;
constexpr std::string_view outgoing = "out", returning = "back";

std::unexpected<std::error_code> malformed() { return std::unexpected(make_error_code(errc::malformed_entry)); }

Json head_of(std::string_view direction, const auto& bundle) {
    return {{"bundle", direction}, {"from", bundle.from}, {"network", id_text(bundle.network)}, {"person", bundle.person.text()},
            {"v", version}};
}

struct Encode {
    crypto::Bytes operator()(const OutgoingBundle& bundle) const {
        Json head = head_of(outgoing, bundle);
        head["submissions"] = bundle.submissions.size();
        head["enrolments"] = bundle.enrolment ? 1 : 0;
        if (bundle.checkpoint) head["checkpoint"] = crypto::base64_encode(crypto::as_bytes(*bundle.checkpoint));
        auto out = crypto::to_bytes(canonical(head) + "\n");
        if (bundle.enrolment) append_sized(out, crypto::as_bytes(*bundle.enrolment));
        for (const auto& submission : bundle.submissions) append_sized(out, encode_submission(submission));
        return out;
    }
    crypto::Bytes operator()(const ReturningBundle& bundle) const {
        Json head = head_of(returning, bundle);
        head["answers"] = bundle.answers.size();
        head["pages"] = bundle.pages.size();
        auto out = crypto::to_bytes(canonical(head) + "\n");
        for (const auto& answer : bundle.answers) append_sized(out, encode_answer(answer));
        for (const auto& page : bundle.pages) append_sized(out, encode_page(page));
        return out;
    }
};

// A part in the one form: what its encoder makes of the value is what stood there.
template <class Value>
std::optional<Value> read_part(Cursor& cursor, std::expected<Value, std::error_code> (*parse)(crypto::ByteView),
                               crypto::Bytes (*encode)(const Value&)) {
    const auto bytes = cursor.sized();
    auto value = bytes ? parse(*bytes) : std::unexpected(make_error_code(errc::malformed_entry));
    if (!value || !std::ranges::equal(encode(*value), *bytes)) return std::nullopt;
    return std::move(*value);
}

template <class Value>
bool read_parts(Cursor& cursor, std::uint64_t count, std::vector<Value>& out,
                std::expected<Value, std::error_code> (*parse)(crypto::ByteView), crypto::Bytes (*encode)(const Value&)) {
    for (std::uint64_t i = 0; i < count; ++i) {
        auto value = read_part(cursor, parse, encode);
        if (!value) return false;
        out.push_back(std::move(*value));
    }
    return true;
}

std::optional<std::string> read_enrolment(Cursor& cursor) {
    const auto bytes = cursor.sized();
    if (!bytes) return std::nullopt;
    const auto call = parse_enrolment_call(crypto::as_text(*bytes));
    if (!call || enrolment_call_json(call->enrolment, call->token) != crypto::as_text(*bytes)) return std::nullopt;
    return std::string(crypto::as_text(*bytes));
}

// Note of a checkpoint, not yet verified.
std::optional<std::string> parse_note(std::string_view base64) {
    const auto bytes = crypto::base64_decode(base64);
    if (!bytes || bytes->empty() || bytes->size() > limits::seen_bytes_max) return std::nullopt;
    return crypto::to_text(*bytes);
}

// The fields that both directions have.
struct Head {
    std::optional<Handle> person;
    NetworkId network{};
    std::uint64_t from = 0;
};
Head read_head(Fields& fields) {
    if (fields.integer("v", version) != version) fields.fail();
    return {.person = fields.parsed("person", Handle::parse), .network = fields.hex<32>("network"),
            .from = fields.integer("from", limits::integer_max)};
}

std::expected<Bundle, std::error_code> read_outgoing(Fields& fields, Cursor& cursor) {
    const Head head = read_head(fields);
    const auto submissions = fields.integer("submissions", limits::bundle_parts_max);
    const auto enrolments = fields.integer("enrolments", 1);
    std::optional<std::string> checkpoint;
    if (fields.has("checkpoint")) checkpoint = fields.parsed("checkpoint", parse_note);
    if (!fields.done()) return malformed();
    OutgoingBundle bundle{.network = head.network, .person = *head.person, .from = head.from, .checkpoint = std::move(checkpoint),
                          .enrolment = {}, .submissions = {}};
    if (enrolments == 1) {
        bundle.enrolment = read_enrolment(cursor);
        if (!bundle.enrolment) return malformed();
    }
    if (!read_parts(cursor, submissions, bundle.submissions, parse_submission, encode_submission)) return malformed();
    return bundle;
}

std::expected<Bundle, std::error_code> read_returning(Fields& fields, Cursor& cursor) {
    const Head head = read_head(fields);
    const auto answers = fields.integer("answers", limits::bundle_parts_max);
    const auto pages = fields.integer("pages", limits::bundle_parts_max);
    if (!fields.done()) return malformed();
    ReturningBundle bundle{.network = head.network, .person = *head.person, .from = head.from, .answers = {}, .pages = {}};
    if (!read_parts(cursor, answers, bundle.answers, parse_answer, encode_answer)) return malformed();
    if (!read_parts(cursor, pages, bundle.pages, parse_page, encode_page)) return malformed();
    return bundle;
}

}  // namespace

crypto::Bytes encode_bundle(const Bundle& bundle) { return std::visit(Encode{}, bundle); }

std::expected<Bundle, std::error_code> parse_bundle(crypto::ByteView bytes) {
    if (bytes.size() > limits::bundle_bytes_max) return std::unexpected(make_error_code(errc::too_large));
    Cursor cursor(bytes);
    const auto line = cursor.line(limits::bundle_head_bytes_max);
    const auto head =
        line ? parse_canonical(*line, limits::bundle_head_bytes_max) : std::unexpected(make_error_code(errc::malformed_header));
    if (!head) return malformed();
    Fields fields(*head);
    const auto direction = fields.text("bundle");
    if (direction != outgoing && direction != returning) return malformed();
    auto bundle = direction == outgoing ? read_outgoing(fields, cursor) : read_returning(fields, cursor);
    if (bundle && !cursor.at_end()) return malformed();
    return bundle;
}

std::optional<std::int64_t> stated_time(const OutgoingBundle& bundle) {
    if (!bundle.checkpoint) return std::nullopt;
    const auto end = bundle.checkpoint->find("\n\n");   // C2SP signed-note: the text, an empty line, signatures
    const auto checkpoint =
        end == std::string::npos ? std::nullopt : crypto::parse_checkpoint(bundle.checkpoint->substr(0, end + 1));
    const auto commitments = checkpoint ? parse_commitments(*checkpoint) : std::nullopt;
    return commitments ? std::optional(commitments->time) : std::nullopt;
}

std::uint64_t carriage_number(const EntryId& first_entry) {
    std::uint64_t out = 0;
    for (const auto byte : std::span(first_entry).first(6)) out = out << 8 | byte;
    return out;
}

}  // namespace protocol::wire
