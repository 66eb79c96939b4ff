#include "gateway/store/sealing.hpp"

#include "crypto/encoding.hpp"
#include "gateway/store/sqlite.hpp"
#include "protocol/canonical_json.hpp"

namespace gateway::store {
namespace {

constexpr std::string_view field_name(Field field) {
    switch (field) {
        case Field::audience: return "audience";
        case Field::author: return "author";
        case Field::ref: return "ref";
        case Field::governing: return "governing";
        case Field::header: return "header";
    }
    return {};
}

crypto::Bytes head_context(std::uint64_t index, const protocol::EntryId& id) {
    crypto::Bytes out;
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(index >> shift));
    crypto::append(out, id);
    return out;
}

// Associated data of an enrolment's two boxes: which of the two, and whose row.
crypto::Bytes enrolment_context(std::string_view part, crypto::ByteView row_token) {
    crypto::Bytes out = crypto::to_bytes(part);
    crypto::append(out, row_token);
    return out;
}

crypto::SecretBytes open_or_throw(const crypto::BoxKey& key, crypto::ByteView sealed, crypto::ByteView context) {
    auto opened = crypto::box_open(key, sealed, context);
    if (!opened) throw StoreFailed("a row does not open: the store key is another one, or the database was altered");
    return std::move(*opened);
}

}  // namespace

crypto::Bytes seal_head(const StoreKeys& keys, const StoredHead& head) {
    return crypto::box_seal(keys.seal, crypto::as_bytes(head.head + head.leaf), head_context(head.index, head.id));
}

StoredHead open_head(const StoreKeys& keys, std::uint64_t index, const protocol::EntryId& id, std::int64_t time,
                     crypto::ByteView sealed) {
    const auto opened = open_or_throw(keys.seal, sealed, head_context(index, id));
    const auto text = crypto::as_text(opened);
    const auto end = text.find("\n\n");  // the empty line that ends an entry's head; a header line holds no LF
    if (end == std::string_view::npos) throw StoreFailed("a sealed header is not one of ours");
    return {.index = index, .id = id, .time = time, .head = std::string(text.substr(0, end + 2)),
            .leaf = std::string(text.substr(end + 2))};
}

crypto::BlindToken posting_token(const StoreKeys& keys, const IndexKey& key, std::uint64_t running) {
    return crypto::blind_token(keys.blind, field_name(key.field), key.value, running);
}
crypto::BlindToken meta_token(const StoreKeys& keys, std::string_view name) {
    return crypto::blind_token(keys.blind, "meta", crypto::as_bytes(name), 0);
}
crypto::BlindToken enrolment_token(const StoreKeys& keys, const crypto::Digest& token) {
    return crypto::blind_token(keys.blind, "enrolment-token", token, 0);
}
crypto::BlindToken enrolment_handle_token(const StoreKeys& keys, const protocol::Handle& handle, std::uint64_t running) {
    return crypto::blind_token(keys.blind, "enrolment-handle", crypto::as_bytes(handle.text()), running);
}

crypto::Bytes seal_enrolment_head(const StoreKeys& keys, const StoredEnrolment& enrolment) {
    const protocol::Json json = {{"token", crypto::hex_encode(enrolment.token)}, {"handle", enrolment.handle.text()},
                                 {"second_uses", enrolment.second_uses}};
    return crypto::box_seal(keys.seal, crypto::as_bytes(json.dump()),
                            enrolment_context("enrolment-head", enrolment_token(keys, enrolment.token)));
}

crypto::Bytes seal_enrolment_body(const StoreKeys& keys, const StoredEnrolment& enrolment) {
    return crypto::box_seal(keys.seal, crypto::as_bytes(enrolment.enrolment),
                            enrolment_context("enrolment-body", enrolment_token(keys, enrolment.token)));
}

StoredEnrolment open_enrolment_head(const StoreKeys& keys, crypto::ByteView row_token, crypto::ByteView sealed) {
    const auto opened = open_or_throw(keys.seal, sealed, enrolment_context("enrolment-head", row_token));
    const auto json = protocol::Json::parse(crypto::as_text(opened));  // ours: we sealed it
    const auto token = crypto::fixed<32>(crypto::hex_decode(json.at("token").get<std::string>()));
    const auto handle = protocol::Handle::parse(json.at("handle").get<std::string>());
    if (!token || !handle) throw StoreFailed("a sealed enrolment is not one of ours");
    return {.token = *token, .handle = *handle, .second_uses = json.at("second_uses").get<std::uint64_t>(), .enrolment = {}};
}

std::string open_enrolment_body(const StoreKeys& keys, crypto::ByteView row_token, crypto::ByteView sealed) {
    return std::string(crypto::as_text(open_or_throw(keys.seal, sealed, enrolment_context("enrolment-body", row_token))));
}

}  // namespace gateway::store
