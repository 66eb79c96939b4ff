#include "tests/support/test_network.hpp"

#include <stdexcept>

#include "crypto/age/seal.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "protocol/kinds.hpp"

namespace test {
namespace {

protocol::SecretJson content_of(std::string_view text) {
    return {{"text", protocol::SecretString(text.begin(), text.end())}};
}

}  // namespace

Person make_person(std::string_view text) {
    const auto handle = protocol::Handle::parse(text).value();
    auto tls = crypto::tls::Key::generate();
    auto certificate = tls.certificate_pem(handle.text(), 1'000'000'000, 4'000'000'000);
    return {.handle = handle, .role = handle.member().is_dmr() ? protocol::Role::officer : protocol::Role::focal_point,
            .key = crypto::SigningKey::generate(), .age = crypto::age::HybridIdentity::generate(), .tls = std::move(tls),
            .certificate_pem = std::move(certificate)};
}

Network::Network(crypto::note::Verifier log, crypto::tls::SpkiPin pin, std::vector<std::string> states, std::int64_t now)
    : log_(std::move(log)), pin_(pin), states_(std::move(states)), now_(now) {}

Person& Network::person(const std::string& handle) {
    auto& person = persons_[handle];
    if (!person) person = std::make_unique<Person>(make_person(handle));
    return *person;
}

void Network::add(std::vector<protocol::Entry>& batch, protocol::Entry entry) {
    scratch_.apply(entry, {.index = accepted_ + batch.size(), .time = now_});
    batch.push_back(std::move(entry));
}

void Network::accept(const std::vector<protocol::Entry>& entries) {
    for (const auto& entry : entries) state_.apply(entry, {.index = accepted_++, .time = now_});
    scratch_ = state_;
}

std::vector<protocol::Entry> Network::founding() {
    scratch_ = {};
    std::vector<protocol::Entry> batch;
    const auto& founder = officer();
    protocol::GenesisClaim genesis{.name = "Test network", .log = log_, .pins = {pin_}, .states = {}, .founder = founder.handle,
                                   .keys = founder.keys(), .settings = {}};
    for (const auto& state : states_) genesis.states.push_back(protocol::Member::parse(state).value());
    add(batch, governing(founder, genesis));
    add(batch, rotation(founder, "dmr"));
    add(batch, rotation(founder, "network"));
    add(batch, governing(founder,
                         protocol::AccessClaim{.list = protocol::default_access_list(protocol::Member::dmr()), .replaces = {}}));
    scratch_ = state_;
    return batch;
}

std::vector<protocol::Entry> Network::admission(const std::string& handle, std::optional<std::int64_t> until) {
    scratch_ = state_;
    std::vector<protocol::Entry> batch;
    const auto& joiner = person(handle);
    const auto member = joiner.handle.member();
    const auto circle = protocol::Circle::of(member).text();
    add(batch, governing(officer(), protocol::DesignationClaim{.handle = joiner.handle, .role = joiner.role,
                                                               .keys = joiner.keys(),
                                                               .from = {}, .until = until, .replaces = {}},
                         audience_of({"network"})));
    add(batch, rotation(joiner, circle));
    if (!scratch_.members().at(member).lists.contains(protocol::ListSide::dmr))
        add(batch, governing(officer(), protocol::AccessClaim{.list = protocol::default_access_list(member), .replaces = {}}));
    const auto epoch = scratch_.find_circle(protocol::Circle::network())->current();
    add(batch, governing(officer(), protocol::GrantClaim{.circle = protocol::Circle::network(), .epochs = {epoch}},
                         audience_of({circle})));
    scratch_ = state_;
    return batch;
}

std::vector<protocol::Entry> Network::group(const std::string& name, const std::vector<std::string>& handles, bool with_key) {
    using Action = protocol::CircleClaim::Action;
    scratch_ = state_;
    std::vector<protocol::Entry> batch;
    const auto circle = protocol::Circle::parse(name).value();
    add(batch, governing(officer(), protocol::CircleClaim{.circle = circle, .action = Action::create, .history = true}));
    for (const auto& handle : handles)
        add(batch, governing(person(handle), protocol::CircleClaim{.circle = circle, .action = Action::join, .history = true}));
    if (with_key) add(batch, rotation(person(handles.front()), name));
    scratch_ = state_;
    return batch;
}

protocol::Header Network::draft(const Person& author, std::string_view kind) const {
    protocol::Header header{.kind = std::string(kind), .network = {}, .author = author.handle, .key = author.device(),
                            .audience = {},
                            .refs = {}, .body = {}, .blobs = {}, .time = now_, .nonce = crypto::random_array<16>(), .seen = {},
                            .claim = {}};
    if (kind != "genesis") header.network = scratch_.network();
    return header;
}

std::vector<protocol::Audience> Network::audience_of(const std::vector<std::string>& circles) const {
    std::vector<protocol::Audience> out;
    for (const auto& name : circles) {
        const auto circle = protocol::Circle::parse(name).value();
        const auto* state = scratch_.find_circle(circle);
        out.push_back(protocol::CircleEpoch{circle, state && state->current() > 0 ? state->current() : 1});
    }
    return out;
}

std::vector<crypto::age::HybridRecipient> Network::recipients(const std::vector<protocol::Audience>& audience) const {
    std::vector<crypto::age::HybridRecipient> out;
    for (const auto& to : audience) {
        const auto* known = scratch_.recipient_of(to);
        out.push_back(known ? *known : crypto::age::HybridIdentity::generate().recipient());
    }
    return out;
}

protocol::Entry Network::seal(const Person& author, protocol::Header header, const protocol::SecretJson& content) const {
    const auto to = recipients(header.audience);
    return seal_to(to, author, std::move(header), content);
}

protocol::Entry Network::seal_to(const std::vector<crypto::age::HybridRecipient>& to, const Person& author,
                                 protocol::Header header, const protocol::SecretJson& content) const {
    auto body = crypto::age::seal(to, protocol::body_plaintext(header, content));
    if (!body) throw std::runtime_error("sealing failed: " + body.error().message());
    header.body = protocol::BodyRef{.sha256 = crypto::sha256(*body), .size = body->size()};
    return protocol::make_entry(header, std::move(*body), author.key);
}

protocol::Entry Network::written(const Person& author, std::string_view kind, const std::vector<std::string>& circles,
                                 std::vector<protocol::EntryId> refs, std::string_view text) {
    auto header = draft(author, kind);
    header.audience = audience_of(circles);
    header.refs = std::move(refs);
    return seal(author, std::move(header), content_of(text));
}

protocol::Entry Network::governing(const Person& author, const protocol::Claim& claim, std::vector<protocol::Audience> audience) {
    auto header = draft(author, protocol::rule_of(protocol::kind_of(claim)).name);
    header.claim = protocol::claim_json(claim);
    header.audience = std::move(audience);
    if (header.audience.empty()) return protocol::make_entry(header, {}, author.key);
    return seal(author, std::move(header), content_of("sealed part of a claim"));
}

protocol::Entry Network::rotation(const Person& author, const std::string& name, std::optional<std::uint64_t> epoch) {
    const auto circle = protocol::Circle::parse(name).value();
    const auto* state = scratch_.find_circle(circle);
    const protocol::CircleEpoch at{circle, epoch.value_or((state ? state->current() : 0) + 1)};
    auto& secret = secrets_[at];
    secret = std::make_unique<crypto::age::HybridIdentity>(crypto::age::HybridIdentity::generate());
    return governing(author,
                     protocol::RotationClaim{.circle = circle, .epoch = at.epoch, .key = secret->recipient(), .history = true},
                     scratch_.rotation_audience(circle, now_));
}

const crypto::age::HybridIdentity& Network::secret(const std::string& name) const {
    const auto circle = protocol::Circle::parse(name).value();
    return *secrets_.at({circle, state_.find_circle(circle)->current()});
}

protocol::InvitationFile Network::invitation(const Person& officer, const std::string& text, const std::string& gateway) {
    auto secret = crypto::random_secret<protocol::InvitationSecret>();
    const auto handle = protocol::Handle::parse(text).value();
    const auto* network = state_.find_circle(protocol::Circle::network());
    const auto* own = state_.find_circle(protocol::Circle::of(handle.member()));
    protocol::Invitation invitation{
        .network = state_.network(), .gateway = gateway, .pins = {pin_}, .inviter = officer.handle,
        .inviter_key = officer.key.verify_key(), .handle = handle,
        .role = handle.member().is_dmr() ? protocol::Role::officer : protocol::Role::focal_point, .expires = now_ + 86'400,
        .token = protocol::token_hash(protocol::token_of(secret)), .network_epoch = network->current(),
        .network_key = network->epochs.rbegin()->second.key, .founds_epoch = own ? own->current() + 1 : 1};
    auto signed_part = protocol::sign_invitation(invitation, officer.key);
    return {.signed_part = std::move(signed_part), .invitation = std::move(invitation), .secret = std::move(secret)};
}

protocol::Enrolment Network::enrolment(const protocol::InvitationFile& invitation, const Person& joiner) {
    const auto circle = protocol::Circle::of(invitation.invitation.handle.member());
    const auto identity = crypto::age::HybridIdentity::generate();
    auto header = draft(joiner, "rotation");
    header.author = invitation.invitation.handle;
    header.network = state_.network();
    header.audience.assign(1, joiner.device());
    header.claim = protocol::claim_json(protocol::RotationClaim{.circle = circle, .epoch = invitation.invitation.founds_epoch,
                                                                .key = identity.recipient(), .history = true});
    const auto rotation = seal_to({joiner.age.recipient()}, joiner, std::move(header), content_of("first secret of the state"));
    auto contact =
        crypto::age::seal(std::vector{invitation.invitation.network_key}, crypto::as_bytes("Jeanne Exemple, j@example.org"));
    return protocol::make_enrolment(invitation, joiner.keys(), joiner.key, std::move(*contact), protocol::entry_bytes(rotation));
}

std::vector<crypto::Bytes> bytes_of(const std::vector<protocol::Entry>& entries) {
    std::vector<crypto::Bytes> out;
    for (const auto& entry : entries) out.push_back(protocol::entry_bytes(entry));
    return out;
}

}  // namespace test
