#include "protocol/header.hpp"

#include <algorithm>
#include <set>

#include "protocol/fields.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

std::optional<std::string> parse_kind(std::string_view text) {
    const bool plain = !text.empty() && text.size() <= limits::slug_bytes_max &&
                       std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    if (!plain) return std::nullopt;
    return std::string(text);
}

Json body_ref_json(const BodyRef& ref) {
    return {{"sha256", crypto::hex_encode(ref.sha256)}, {"size", ref.size}};
}

std::optional<BodyRef> parse_body_ref(const Json& value, std::uint64_t size_max) {
    Fields fields(value);
    BodyRef ref;
    ref.sha256 = fields.hex<32>("sha256");
    ref.size = fields.integer("size", size_max);
    if (!fields.done() || ref.size == 0) return std::nullopt;
    return ref;
}

// The members of a header in order, with or without `body`: the only place that writes one.
Json header_json(const Header& header, bool with_body) {
    Json out = {{"v", 1},
                {"kind", header.kind},
                {"author", header.author.text()},
                {"key", header.key.text()},
                {"time", header.time},
                {"nonce", crypto::hex_encode(header.nonce)}};
    if (header.network) out["network"] = id_text(*header.network);
    for (const Audience& audience : header.audience) out["audience"].push_back(audience_json(audience));
    for (const EntryId& ref : header.refs) out["refs"].push_back(id_text(ref));
    if (with_body && header.body) out["body"] = body_ref_json(*header.body);
    for (const BodyRef& blob : header.blobs) out["blobs"].push_back(body_ref_json(blob));
    if (header.seen) out["seen"] = crypto::base64_encode(crypto::as_bytes(*header.seen));
    if (!header.claim.is_null()) out["claim"] = header.claim;
    return out;
}

template <class T, class Parse>
bool read_list(const Json& array, std::vector<T>& out, Parse parse) {
    for (const Json& item : array) {
        const auto value = parse(item);
        if (!value || std::ranges::find(out, *value) != out.end()) return false;  // no member twice
        out.push_back(*value);
    }
    return true;
}

}  // namespace

Json audience_json(const Audience& audience) {
    if (const auto* circle = std::get_if<CircleEpoch>(&audience))
        return {{"circle", circle->circle.text()}, {"epoch", circle->epoch}};
    return {{"device", std::get<KeyId>(audience).text()}};
}

std::optional<Audience> parse_audience(const Json& value) {
    Fields fields(value);
    if (fields.has("device")) {
        const auto key = fields.parsed("device", KeyId::parse);
        if (!fields.done()) return std::nullopt;
        return *key;
    }
    const auto circle = fields.parsed("circle", Circle::parse);
    const auto epoch = fields.integer("epoch", limits::epoch_max);
    if (!fields.done() || epoch == 0) return std::nullopt;
    return CircleEpoch{*circle, epoch};
}

std::expected<Header, std::error_code> parse_header(std::string_view line) {
    const auto json = parse_canonical(line, limits::header_bytes_max);
    if (!json) return std::unexpected(json.error());
    Fields fields(*json);
    if (fields.integer("v", limits::integer_max) != 1 && json->contains("v")) return std::unexpected(errc::unknown_version);

    const auto kind = fields.parsed("kind", parse_kind);
    const auto author = fields.parsed("author", Handle::parse);
    if (!kind || !author) return std::unexpected(errc::malformed_header);
    Header header{.kind = *kind, .network = {}, .author = *author, .key = {}, .audience = {}, .refs = {}, .body = {},
                  .blobs = {}, .time = 0, .nonce = {}, .seen = {}, .claim = {}};
    header.key.bytes = fields.hex<16>("key");
    header.time = static_cast<std::int64_t>(fields.integer("time", limits::integer_max));
    header.nonce = fields.hex<16>("nonce");
    if (fields.has("network")) header.network = fields.hex<32>("network");

    bool lists_ok = true;
    if (fields.has("audience"))
        lists_ok &= read_list(fields.array("audience", limits::audience_max), header.audience, parse_audience);
    if (fields.has("refs"))
        lists_ok &= read_list(fields.array("refs", limits::refs_max), header.refs, [](const Json& item) {
            return item.is_string() ? parse_id(item.get<std::string>()) : std::nullopt;
        });
    if (fields.has("blobs"))
        lists_ok &= read_list(fields.array("blobs", limits::blobs_max), header.blobs,
                              [](const Json& item) { return parse_body_ref(item, limits::integer_max); });
    if (fields.has("body")) {
        header.body = parse_body_ref(fields.object("body"), limits::body_bytes_max);
        lists_ok &= header.body.has_value();
    }
    if (fields.has("seen")) {
        const auto note = crypto::base64_decode(fields.text("seen"));
        if (!note || note->empty() || note->size() > limits::seen_bytes_max) return std::unexpected(errc::malformed_header);
        header.seen = crypto::to_text(*note);
    }
    if (fields.has("claim")) header.claim = fields.object("claim");

    // A body has readers, and readers have a body; a genesis founds its network and so cannot name it.
    const bool shape = header.body.has_value() == !header.audience.empty() &&
                       header.network.has_value() == (header.kind != "genesis");
    if (!lists_ok || !shape || !fields.done()) return std::unexpected(errc::malformed_header);
    return header;
}

std::string header_line(const Header& header) { return canonical(header_json(header, /*with_body=*/true)); }

crypto::Digest bind_of(const Header& header) {
    return crypto::Sha256().update("nfp-bind-v1\n").update(canonical(header_json(header, /*with_body=*/false))).finish();
}

}  // namespace protocol
