#include "tests/unit/protocol/memory_network.hpp"

#include <stdexcept>

#include "crypto/age/seal.hpp"

namespace protocol::test {
namespace {

void must(std::error_code error, const char* what) {
    if (error) throw std::runtime_error(std::string(what) + ": " + error.message());
}

}  // namespace

Device::Device(std::string_view handle_text)
    : handle(*Handle::parse(handle_text)), sign(crypto::SigningKey::generate()), age(crypto::age::HybridIdentity::generate()),
      tls(crypto::random_array<32>()) {}

MemoryNetwork::MemoryNetwork(const std::vector<std::string>& states, const std::vector<std::string>& admitted) {
    const Device& founder = devices.emplace("dmr.01", Device("dmr.01")).first->second;
    GenesisClaim claim{.name = "Test", .log = log(), .pins = {crypto::random_array<32>()}, .states = {}, .founder = founder.handle,
                       .keys = founder.keys(), .settings = {}};
    for (const auto& code : states) claim.states.push_back(*Member::parse(code));
    must(append(governing(founder, claim, "genesis")), "genesis");
    must(append(rotation(founder, "dmr")), "rotation dmr");
    must(append(rotation(founder, "network")), "rotation network");
    must(append(governing(founder, AccessClaim{.list = default_access_list(Member::dmr()), .replaces = {}}, "access")), "access");
    for (const auto& handle : admitted) admit(handle);
}

Header MemoryNetwork::header(const Device& author, std::string_view kind) const {
    Header out{.kind = std::string(kind), .network = {}, .author = author.handle, .key = author.id(), .audience = {}, .refs = {},
               .body = {}, .blobs = {}, .time = now, .nonce = crypto::random_array<16>(), .seen = {}, .claim = {}};
    if (kind != "genesis") out.network = state.network();
    return out;
}

CircleEpoch MemoryNetwork::current(const std::string& name) const {
    const Circle circle = *Circle::parse(name);
    const CircleState* known = state.find_circle(circle);
    return {circle, known ? known->current() : 0};
}

Entry MemoryNetwork::finish(Header header, const Device& author, bool with_body) {
    if (!with_body) return make_entry(header, {}, author.sign);
    std::vector<crypto::age::HybridRecipient> recipients;
    for (const Audience& to : header.audience) {
        if (const auto* circle = std::get_if<CircleEpoch>(&to)) {
            const auto secret = secrets.find(*circle);
            recipients.push_back(secret != secrets.end() ? secret->second.recipient() : crypto::age::HybridIdentity::generate().recipient());
        } else {
            for (const auto& [name, device] : devices)
                if (device.id() == std::get<KeyId>(to)) recipients.push_back(device.age.recipient());
        }
    }
    auto body = crypto::age::seal(recipients, crypto::as_bytes("sealed"));
    if (!body) throw std::runtime_error("sealing: " + body.error().message());
    header.body = BodyRef{.sha256 = crypto::sha256(*body), .size = body->size()};
    return make_entry(header, std::move(*body), author.sign);
}

Entry MemoryNetwork::written(const Device& author, std::string_view kind, const std::vector<std::string>& to, std::vector<EntryId> refs) {
    Header out = header(author, kind);
    for (const auto& circle : to) out.audience.push_back(current(circle));
    out.refs = std::move(refs);
    return finish(std::move(out), author, true);
}

Entry MemoryNetwork::governing(const Device& author, const Claim& claim, std::string_view kind, std::vector<Audience> to) {
    Header out = header(author, kind);
    out.claim = claim_json(claim);
    out.audience = std::move(to);
    const bool with_body = !out.audience.empty();
    return finish(std::move(out), author, with_body);
}

Entry MemoryNetwork::rotation(const Device& author, const std::string& name, std::optional<std::uint64_t> epoch) {
    const Circle circle = *Circle::parse(name);
    const std::uint64_t next = epoch.value_or(current(name).epoch + 1);
    const auto secret = secrets.insert_or_assign({circle, next}, crypto::age::HybridIdentity::generate()).first;
    const RotationClaim claim{.circle = circle, .epoch = next, .key = secret->second.recipient(), .history = true};
    return governing(author, claim, "rotation", state.rotation_audience(circle, now));
}

Entry MemoryNetwork::grant(const Device& author, const std::string& name, std::vector<std::uint64_t> epochs, const Audience& to) {
    return governing(author, GrantClaim{.circle = *Circle::parse(name), .epochs = std::move(epochs)}, "grant", {to});
}

Entry MemoryNetwork::designation(const Device& author, const Device& person, Role role, std::optional<std::int64_t> until) {
    const DesignationClaim claim{.handle = person.handle, .role = role, .keys = person.keys(), .from = {}, .until = until, .replaces = {}};
    return governing(author, claim, "designation", {current("network")});
}

std::error_code MemoryNetwork::judge_now(const Entry& entry) const {
    const auto bytes = entry_bytes(entry);  // as it would arrive
    const auto arrived = parse_entry(bytes);
    if (!arrived) return arrived.error();
    return judge(state, *this, *arrived, {.index = size_, .time = now});
}

std::error_code MemoryNetwork::append(const Entry& entry) {
    if (const auto error = judge_now(entry)) return error;
    state.apply(entry, {.index = size_, .time = now});
    entries_.emplace(entry.id, precedent_of(entry));
    headers_.insert(entry.header_hash);
    ++size_;
    return {};
}

void MemoryNetwork::admit(const std::string& handle, std::optional<std::int64_t> until) {
    const Device& person = devices.emplace(handle, Device(handle)).first->second;
    const Device& officer = device("dmr.01");
    const Member member = person.handle.member();
    must(append(designation(officer, person, member.is_dmr() ? Role::officer : Role::focal_point, until)), "designation");
    if (member.is_dmr()) return must(append(grant(officer, "dmr", {current("dmr").epoch}, person.id())), "grant dmr");
    if (!state.members().at(member).lists.contains(ListSide::dmr))
        must(append(governing(officer, AccessClaim{.list = default_access_list(member), .replaces = {}}, "access")), "access");
    const std::string circle = Circle::of(member).text();
    must(append(rotation(person, circle)), "rotation");
    must(append(grant(officer, "network", {current("network").epoch}, current(circle))), "grant");
}

std::optional<Precedent> MemoryNetwork::find(const EntryId& id) const {
    const auto found = entries_.find(id);
    if (found == entries_.end()) return std::nullopt;
    return found->second;
}

}  // namespace protocol::test
