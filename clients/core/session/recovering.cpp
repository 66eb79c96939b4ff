#include "clients/core/session/recovering.hpp"

#include <algorithm>

#include "clients/core/session/sealing.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "protocol/kinds.hpp"
#include "protocol/register_chain.hpp"

namespace clients {

using namespace protocol;
using crypto::recovery::RecoveryKey;
using crypto::recovery::RecoverySecret;

namespace {

constexpr std::string_view entry_value = "pending-recovery";
constexpr std::string_view secret_value = "pending-recovery-secret";
constexpr std::string_view refused_value = "recovery-refused";
constexpr std::string_view receipt_value = "pending-recovery-receipt";   // its proof follows below the leaf

KeyId name_of(const RecoveryKey& key) { return KeyId::of(key.sign.verify_key()); }

RecoveryClaim use_by(const Identity& identity, const RecoveryPlace& place, const RecoveryKey& key,
                     const std::optional<DeviceKeys>& keys) {
    const auto line = recovery_line(place.network, place.recovery, identity.handle, identity.key_id());
    const RecoveryUse use{.recovery = place.recovery, .keys = keys,
                          .proof = key.sign.sign(crypto::Context::recovery, crypto::as_bytes(line))};
    return {.member = identity.handle.member(), .action = use};
}

// The first entry of a device that nobody knows yet: it names no checkpoint, having seen none.
std::expected<Entry, std::error_code> first_entry(const Identity& identity, const RecoveryPlace& place, const RecoveryKey& key) {
    const Header header{.kind = std::string(rule_of(Kind::recovery).name), .network = place.network, .author = identity.handle,
                        .key = identity.key_id(), .audience = {}, .refs = {}, .body = {}, .blobs = {}, .time = unix_now(),
                        .nonce = crypto::random_array<16>(), .seen = {},
                        .claim = claim_json(use_by(identity, place, key, identity.public_keys()))};
    return seal_entry(header, std::nullopt, {}, identity.sign);
}

std::optional<Entry> begun_entry(Session& session) {
    const auto bytes = session.store().value(entry_value);
    auto entry = bytes ? parse_entry(crypto::Bytes(bytes->begin(), bytes->end()))
                       : std::unexpected(make_error_code(errc::malformed_entry));
    return entry ? std::optional(std::move(*entry)) : std::nullopt;
}

// The same sheet for the same person: its entry may have been taken, whatever was said, and then its keys are those in force.
bool is_begun_with(Session& session, const Handle& handle, const RecoveryPlace& place, const RecoveryKey& key) {
    const auto entry = session.joined() ? begun_entry(session) : std::nullopt;
    if (!entry || entry->header.author != handle || entry->header.network != place.network) return false;
    const auto claim = parse_claim(entry->header);
    const auto* recovery = claim ? std::get_if<RecoveryClaim>(&*claim) : nullptr;
    const auto* use = recovery ? std::get_if<RecoveryUse>(&recovery->action) : nullptr;
    if (!use || use->recovery != place.recovery) return false;   // of a gateway that named another sheet
    const auto kept = session.store().value(secret_value);
    if (!kept || kept->size() != RecoverySecret::bytes_count) return false;
    const auto before = derive_key(RecoverySecret(std::span<const std::uint8_t, RecoverySecret::bytes_count>(*kept)));
    return name_of(before) == name_of(key);
}

// The gateway may have another address or key than where it was tried before.
void move_to(Session& session, const Lost& lost) {
    auto identity = parse_identity(identity_text(session.identity()));
    if (!identity) return;
    identity->gateway = lost.gateway;
    identity->pins = {lost.pin};
    session.adopt(std::move(*identity), {});
}

void forget(Session& session) {
    session.store().transaction([&] {
        for (const auto value : {entry_value, secret_value, receipt_value, refused_value}) session.store().erase_value(value);
    });
}

std::expected<void, Failure> submit(Session& session, const crypto::SecretBytes& entry) {
    if (session.store().value(receipt_value)) return {};
    auto anonymous = session.anonymous_gateway();
    if (!anonymous) return std::unexpected(anonymous.error());
    const auto submitted = anonymous->recover(crypto::Bytes(entry.begin(), entry.end()));
    if (!submitted) {
        // Nobody signs a refusal: the keys stay, should the entry be in the register after all.
        if (submitted.error().problem && submitted.error().problem->status < 500)
            session.store().put_value(refused_value, crypto::to_secret("yes"));
        return std::unexpected(submitted.error());
    }
    const auto& receipt = submitted->receipts.front();
    session.store().put_value(receipt_value, crypto::to_secret(receipt.leaf + "\n" + receipt.proof));
    return {};
}

// Only the genesis tells whose signature the receipt must have, and only the register that begins with it is believed.
std::expected<Receipt, Failure> check_receipt(Session& session, const Entry& entry) {
    const auto kept = session.store().value(receipt_value);
    const std::string text(kept ? crypto::as_text(*kept) : std::string_view());
    const auto end = text.find('\n');
    if (end == std::string::npos) return fail(errc::receipt_invalid);
    auto receipt = verify_receipt(entry.id, text.substr(0, end), text.substr(end + 1), session.state().genesis().log);
    if (!receipt) return fail(receipt.error(), id_text(entry.id));
    return std::move(*receipt);
}

}  // namespace

std::expected<RecoveryPlace, Failure> find_recovery(const Lost& lost, const RecoverySecret& secret, const std::string& language) {
    const auto endpoint = endpoint_of(lost.gateway, {lost.pin}, language);
    if (!endpoint) return std::unexpected(endpoint.error());
    auto place = GatewayClient(*endpoint, nullptr, lost.handle.text()).find_recovery(name_of(derive_key(secret)));
    if (!place && place.error().problem && place.error().problem->status == 404) return fail(session_errc::wrong_sheet);
    return place;
}

std::expected<Restored, Failure> recover(Session& session, const Lost& lost, const RecoveryPlace& place,
                                         const RecoverySecret& secret) {
    const RecoveryKey key = derive_key(secret);
    if (is_begun_with(session, lost.handle, place, key)) {
        move_to(session, lost);
        return resume_recovery(session);
    }
    auto identity = Identity::generate(lost.handle, lost.gateway, {lost.pin});
    identity.network = place.network;
    const auto entry = first_entry(identity, place, key);
    if (!entry) return fail(entry.error());
    const auto bytes = entry_bytes(*entry);
    const auto words = secret.expose();
    session.store().transaction([&] {
        session.store().put_value(entry_value, crypto::SecretBytes(bytes.begin(), bytes.end()));
        session.store().put_value(secret_value, crypto::SecretBytes(words.begin(), words.end()));
        session.store().erase_value(receipt_value);
        session.store().erase_value(refused_value);
        session.adopt(std::move(identity), {});
    });
    return resume_recovery(session);
}

bool recovery_begun(Session& session) { return session.joined() && session.store().value(entry_value).has_value(); }

bool recovery_refused(Session& session) { return session.store().value(refused_value).has_value(); }

std::expected<Restored, Failure> resume_recovery(Session& session) {
    const auto bytes = session.store().value(entry_value);
    const auto words = session.store().value(secret_value);
    const auto entry = begun_entry(session);
    const bool is_mine = entry && entry->header.key == session.identity().key_id();
    if (!is_mine || !words || words->size() != RecoverySecret::bytes_count) return fail(session_errc::no_identity);
    const auto key = derive_key(RecoverySecret(std::span<const std::uint8_t, RecoverySecret::bytes_count>(*words)));
    if (auto submitted = submit(session, *bytes); !submitted) return std::unexpected(submitted.error());
    const auto synced = session.sync();
    if (!synced) return std::unexpected(synced.error());
    auto receipt = check_receipt(session, *entry);
    if (!receipt) {   // asked for again by the next try
        session.store().erase_value(receipt_value);
        return std::unexpected(receipt.error());
    }
    const auto opened = session.open_with_sheet(name_of(key), key.age);
    session.store().put_value("receipt:" + id_text(entry->id), *session.store().value(receipt_value));
    forget(session);
    return Restored{.receipt = std::move(*receipt), .entries = session.view().next, .opened = synced->opened + opened.opened,
                    .keys = session.keyring().size()};
}

std::expected<Restored, Failure> open_past(Session& session, const RecoverySecret& secret) {
    const auto key = derive_key(secret);
    const Recovery* recovery = session.state().find_recovery(name_of(key));
    const auto& me = session.identity();
    if (!recovery || recovery->member != me.handle.member()) return fail(session_errc::wrong_sheet);
    Restored out;
    // By this very device before: its entry is there, and what it opened may be opened again.
    if (recovery->used_by != me.key_id()) {
        auto composer = session.compose();
        if (!composer) return std::unexpected(composer.error());
        const RecoveryPlace place{.network = session.state().network(), .recovery = recovery->entry};
        if (const auto error = composer->add({.kind = Kind::recovery, .to = {}, .devices = {}, .refs = {},
                                              .claim = use_by(me, place, key, std::nullopt), .content = {}}))
            return fail(error);
        auto sent = session.send(*composer, nullptr);
        if (!sent) return std::unexpected(sent.error());
        out.receipt = sent->receipts.front();
        if (const auto synced = session.sync(); !synced) return std::unexpected(synced.error());
    }
    const auto opened = session.open_with_sheet(name_of(key), key.age);
    out.entries = session.view().next;
    out.opened = opened.opened;
    out.keys = session.keyring().size();
    return out;
}

}  // namespace clients
